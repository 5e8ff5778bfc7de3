import type { Language } from "@slipstream/contracts/languages";
import type { Category, ShopInfo } from "@slipstream/contracts/shop-api";
import type { Catalogue } from "./catalogue.ts";
import type { ShopRecord } from "./shops.ts";

/** What is public of a shop, its categories in the words of a language where they have some. */
export function shopInfo(
  { hosts: _hosts, ...shop }: ShopRecord,
  catalogue: Catalogue,
  language: Language,
): ShopInfo {
  return { ...shop, categories: catalogue.categories.map((one) => categoryIn(language, one)) };
}

function categoryIn(
  language: Language,
  { translations, ...category }: Catalogue["categories"][number],
): Category {
  return { ...category, ...translations?.[language] };
}
