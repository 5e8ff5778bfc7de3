import type { Facet, FacetValue } from "@slipstream/contracts/search-api";
import { msg, t } from "../language/text.ts";
import { useCategoryName, useShop } from "../shop.ts";
import { formatPrice } from "../ui/price.tsx";

const titles = {
  category: msg("Category"),
  price: msg("Price"),
  brand: msg("Brand"),
  seller: msg("Sold by"),
  inStock: msg("Availability"),
} as const;

/** What a facet is called on the page. */
export function facetTitle({ key, name }: Pick<Facet, "key" | "name">): string {
  return key === "attribute" ? name : t(titles[key]);
}

/** What a value is called on the page. */
export function useValueLabel(): (facet: Pick<Facet, "key">, value: FacetValue) => string {
  const { currency, locale } = useShop();
  const nameOf = useCategoryName();
  const price = (minor: number) => formatPrice(minor, currency, locale, { short: true });
  return ({ key }, value) => {
    if (key === "inStock") return t("In stock");
    if (key === "category") return nameOf(value.value) ?? value.label;
    if (key !== "price") return firstUpper(value.label);
    const { fromMinor = 0, toMinor } = value;
    if (toMinor === undefined) return t("{price} and more", { price: price(fromMinor) });
    return fromMinor === 0
      ? t("Under {price}", { price: price(toMinor) })
      : `${price(fromMinor)} – ${price(toMinor)}`;
  };
}

function firstUpper(text: string): string {
  const [first = ""] = text;
  return first.toUpperCase() + text.slice(first.length);
}
