import type { FacetKey, SearchQuery } from "@slipstream/contracts/search-api";
import { type SQL, sql } from "drizzle-orm";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { type PriceRange, priceRanges, rangeKey } from "./price-ranges.ts";
import { textArray } from "./sql-arrays.ts";

/** What was chosen, checked and made ready to be asked for. */
export interface Filters {
  /** Slugs whose products count, all below them named too; undefined: all. */
  categories: string[] | undefined;
  /** As chosen: without those above others that were chosen. */
  chosenCategories: string[];
  brands: string[];
  sellers: string[];
  /** Values by attribute's name; the order decides which bit each has. */
  attributes: ReadonlyMap<string, string[]>;
  ranges: PriceRange[];
  minPrice: number | undefined;
  maxPrice: number | undefined;
  inStock: boolean;
}

/** Attributes that one search may be narrowed by at once. */
const MAX_ATTRIBUTES = 12;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads the filters of a query; what the shop does not know is left out, or finds nothing. */
export function filtersOf(query: SearchQuery, catalogue: Catalogue, currency: string): Filters {
  const chosenCategories = narrowest(query.category, catalogue);
  const known = new Map(priceRanges(currency).map((range) => [rangeKey(range), range]));
  return {
    chosenCategories,
    categories:
      query.category.length === 0
        ? undefined
        : chosenCategories.flatMap((slug) => catalogue.subtree(slug) ?? []),
    brands: query.brand.map(asText),
    sellers: query.seller.filter((id) => uuid.test(id)),
    attributes: attributesOf(query.attribute.map(asText)),
    ranges: query.price.flatMap((key) => known.get(key) ?? []),
    minPrice: query.minPrice,
    maxPrice: query.maxPrice,
    inStock: query.inStock !== undefined,
  };
}

/** PostgreSQL takes neither NUL nor halves of letters. */
function asText(value: string): string {
  return value.toWellFormed().replaceAll("\0", "");
}

/** Who chooses a category below another one means the lower one. */
function narrowest(chosen: readonly string[], catalogue: Catalogue): string[] {
  const known = [...new Set(chosen)].filter((slug) => catalogue.subtree(slug) !== undefined);
  return known.filter((slug) => {
    const below = new Set(catalogue.subtree(slug));
    return !known.some((other) => other !== slug && below.has(other));
  });
}

function attributesOf(chosen: readonly string[]): Map<string, string[]> {
  const attributes = new Map<string, string[]>();
  for (const pair of chosen) {
    const colon = pair.indexOf(":");
    if (colon < 1) continue;
    const name = pair.slice(0, colon);
    if (!attributes.has(name) && attributes.size === MAX_ATTRIBUTES) continue;
    attributes.set(name, [...(attributes.get(name) ?? []), pair.slice(colon + 1)]);
  }
  return attributes;
}

const bits: Readonly<Record<FacetKey, number>> = {
  category: 1,
  price: 2,
  brand: 4,
  seller: 8,
  inStock: 16,
  attribute: 32,
};

/** The bit of a facet that says: this row does not fit it. 0 for an attribute that nobody chose by. */
export function bitOf(filters: Filters, key: FacetKey, attributeName = ""): number {
  if (key !== "attribute") return bits[key];
  const place = [...filters.attributes.keys()].indexOf(attributeName);
  return place < 0 ? 0 : bits.attribute << place;
}

/** What the names of these facets are in `search_values`; no attribute's name begins so. */
export const facetNames = { category: ":category", brand: ":brand", seller: ":seller" } as const;

/**
 * Which facets a row of `search_listing` (named `m`) does not fit, one bit each: a row counts in a facet
 * when it fits all others. Undefined where nothing was chosen: every row fits.
 */
export function misfits(filters: Filters): SQL | undefined {
  const { categories, brands, sellers, attributes } = filters;
  const parts: SQL[] = [];
  const unless = (fits: SQL, bit: number) =>
    parts.push(sql`case when ${fits} then 0 else ${sql.raw(String(bit))} end`);
  const unlessAny = (name: string, values: readonly string[], bit: number) => {
    const ids = sql`search_value_ids(${textArray(values.map(() => name))}, ${textArray(values)})`;
    unless(sql`coalesce(m.choices && (select array_agg(id) from ${ids}), false)`, bit);
  };
  if (categories) unlessAny(facetNames.category, categories, bits.category);
  const price = fitsPrice(filters);
  if (price) unless(price, bits.price);
  if (brands.length > 0) unlessAny(facetNames.brand, brands, bits.brand);
  if (sellers.length > 0) unlessAny(facetNames.seller, sellers, bits.seller);
  if (filters.inStock) unless(sql`m.in_stock`, bits.inStock);
  for (const [name, values] of attributes) {
    unlessAny(name, values, bitOf(filters, "attribute", name));
  }
  return parts.length === 0 ? undefined : sql.join(parts, sql` + `);
}

function fitsPrice({ ranges, minPrice, maxPrice }: Filters): SQL | undefined {
  const all: SQL[] = [];
  if (ranges.length > 0) {
    const any = ranges.map(({ fromMinor, toMinor }) =>
      toMinor === undefined
        ? sql`m.price_minor >= ${number(fromMinor)}`
        : sql`m.price_minor >= ${number(fromMinor)} and m.price_minor < ${number(toMinor)}`,
    );
    all.push(sql`((${sql.join(any, sql`) or (`)}))`);
  }
  if (minPrice !== undefined) all.push(sql`m.price_minor >= ${number(minPrice)}`);
  if (maxPrice !== undefined) all.push(sql`m.price_minor <= ${number(maxPrice)}`);
  return all.length === 0 ? undefined : sql`(${sql.join(all, sql` and `)})`;
}

/** A whole number, written out: it needs no type. */
function number(value: number): SQL {
  return sql.raw(String(Math.trunc(value)));
}
