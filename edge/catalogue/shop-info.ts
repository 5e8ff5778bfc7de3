import type { ShopInfo } from "@slipstream/contracts/shop-api";
import type { Catalogue } from "./catalogue.ts";
import type { ShopRecord } from "./shops.ts";

/** What is public of a shop, in the words of the catalogue's language, where it has some. */
export function shopInfo(
  { hosts: _hosts, translations, ...shop }: ShopRecord,
  catalogue: Pick<Catalogue, "categories" | "delivery" | "language">,
): ShopInfo {
  const { categories, delivery, language } = catalogue;
  const known = translations[language];
  return {
    ...shop,
    ...(known ? { provenance: known.provenance, translated: true as const } : {}),
    ...(delivery ? { delivery } : {}),
    categories: [...categories],
  };
}
