import type { Facet, FacetValue } from "@slipstream/contracts/search-api";
import { useShop } from "../shop.ts";
import { formatPrice } from "../ui/price.tsx";

const titles = {
  category: "Category",
  price: "Price",
  brand: "Brand",
  seller: "Sold by",
  inStock: "Availability",
} as const;

/** What a facet is called on the page. */
export function facetTitle({ key, name }: Pick<Facet, "key" | "name">): string {
  return key === "attribute" ? name : titles[key];
}

/** What a value is called on the page. */
export function useValueLabel(): (facet: Pick<Facet, "key">, value: FacetValue) => string {
  const { currency, locale } = useShop();
  const price = (minor: number) => formatPrice(minor, currency, locale, { short: true });
  return ({ key }, value) => {
    if (key === "inStock") return "In stock";
    if (key !== "price") return firstUpper(value.label);
    const { fromMinor = 0, toMinor } = value;
    if (toMinor === undefined) return `${price(fromMinor)} and more`;
    return fromMinor === 0 ? `Under ${price(toMinor)}` : `${price(fromMinor)} – ${price(toMinor)}`;
  };
}

function firstUpper(text: string): string {
  const [first = ""] = text;
  return first.toUpperCase() + text.slice(first.length);
}
