import type { ShopInfo } from "@slipstream/contracts/shop-api";
import type { Catalogue } from "./catalogue.ts";
import type { ShopRecord } from "./shops.ts";

/** What is public of a shop. */
export function shopInfo({ hosts: _hosts, ...shop }: ShopRecord, catalogue: Catalogue): ShopInfo {
  return { ...shop, categories: [...catalogue.categories] };
}
