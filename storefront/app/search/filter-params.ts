import type { FacetKey } from "@slipstream/contracts/search-api";

/** The parameters that narrow a list; each may come several times. */
export const filterKeys: readonly FacetKey[] = [
  "category",
  "price",
  "brand",
  "seller",
  "attribute",
  "inStock",
];

const MAX_VALUES = 50;
const MAX_VALUE_LENGTH = 120;

/** What was chosen, as the API asks for it; what nobody can have chosen is left out. */
export function chosenFilters(params: URLSearchParams) {
  const all = (key: FacetKey) =>
    [...new Set(params.getAll(key))]
      .filter((value) => value.length > 0 && value.length <= MAX_VALUE_LENGTH)
      .slice(0, MAX_VALUES);
  return {
    category: all("category"),
    price: all("price"),
    brand: all("brand"),
    seller: all("seller"),
    attribute: all("attribute"),
    ...(params.get("inStock") === "true" ? { inStock: "true" as const } : {}),
  };
}

export function isNarrowed(params: URLSearchParams): boolean {
  return filterKeys.some((key) => params.has(key));
}

/** The same list without one choice, from its first page. */
export function withoutChoice(params: URLSearchParams, key: FacetKey, value: string): string {
  return address([...params].filter(([name, one]) => name !== key || one !== value));
}

/** The same list with nothing chosen. */
export function withoutChoices(params: URLSearchParams): string {
  const keys: readonly string[] = filterKeys;
  return address([...params].filter(([name]) => !keys.includes(name)));
}

/** Another page of the same list. */
export function onPage(params: URLSearchParams, page: number): string {
  const next = new URLSearchParams([...params].filter(([name]) => name !== "page"));
  if (page > 1) next.set("page", String(page));
  return `?${next}`;
}

function address(pairs: string[][]): string {
  return `?${new URLSearchParams(pairs.filter(([name]) => name !== "page"))}`;
}
