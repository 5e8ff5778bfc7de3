import type { Facet, FacetValue } from "@slipstream/contracts/search-api";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { bitOf, type Filters, facetNames } from "./filters.ts";
import type { PlainCount } from "./matching.ts";
import { priceRanges, rangeKey } from "./price-ranges.ts";
import type { ValueCount } from "./value-names.ts";

/** Values that one facet shows; chosen ones stay whatever their count. */
const MAX_VALUES = 24;
/** Attributes that are shown as facets. */
const MAX_ATTRIBUTES = 6;

interface Surroundings {
  values: readonly ValueCount[];
  plain: readonly PlainCount[];
  filters: Filters;
  catalogue: Catalogue;
  currency: string;
  within: string | undefined;
}

/** The facets of a search, with the number of products behind each value. */
export function facetsOf(found: Surroundings): Facet[] {
  const { filters } = found;
  const byName = Map.groupBy(found.values, ({ name }) => name);
  const named = (key: keyof typeof facetNames) =>
    counts(byName.get(facetNames[key]) ?? [], bitOf(filters, key));
  const plain = (key: "price" | "inStock") =>
    counts(
      found.plain.map((row) => ({ ...row, value: String(row[key]) })),
      bitOf(filters, key),
    );
  const sellers = byName.get(facetNames.seller) ?? [];
  const labels = new Map(sellers.map(({ value, label }) => [value, label]));
  const facets: Facet[] = [
    { key: "category", name: "", values: categoryValues(found, named("category")) },
    { key: "price", name: "", values: priceValues(found, plain("price")) },
    { key: "brand", name: "", values: values(named("brand"), filters.brands, (brand) => brand) },
    {
      key: "seller",
      name: "",
      values: values(named("seller"), filters.sellers, (id) => labels.get(id) ?? "").filter(
        ({ label }) => label !== "",
      ),
    },
    ...attributeFacets(found, byName),
    { key: "inStock", name: "", values: stockValues(plain("inStock"), filters.inStock) },
  ];
  return facets.filter(isAChoice);
}

/** With one value only there is nothing to choose, unless it is chosen. */
function isAChoice({ key, values }: Facet): boolean {
  if (values.some(({ selected }) => selected)) return true;
  return key === "inStock" ? values.length > 0 : values.length > 1;
}

/** Products by value, of the rows that fit every filter but those of `bit`. */
function counts(
  rows: readonly Pick<ValueCount, "value" | "missed" | "products">[],
  bit: number,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const { value, missed, products } of rows) {
    if ((missed & ~bit) !== 0) continue;
    found.set(value, (found.get(value) ?? 0) + products);
  }
  return found;
}

function values(
  found: ReadonlyMap<string, number>,
  chosen: readonly string[],
  labelOf: (value: string) => string,
): FacetValue[] {
  const all = new Map([...chosen.map((value): [string, number] => [value, 0]), ...found]);
  return [...all]
    .map(([value, count]) => ({
      value,
      label: labelOf(value),
      count,
      selected: chosen.includes(value),
    }))
    .sort(
      (a, b) =>
        Number(b.selected) - Number(a.selected) ||
        b.count - a.count ||
        (a.value < b.value ? -1 : 1),
    )
    .slice(0, Math.max(MAX_VALUES, chosen.length))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

/** The tree from `within` down, opened where something is chosen. */
function categoryValues(found: Surroundings, leaves: ReadonlyMap<string, number>): FacetValue[] {
  const { catalogue, filters, within } = found;
  const chosen = new Set(filters.chosenCategories);
  const list: FacetValue[] = [];
  const add = (parentSlug: string | undefined, depth: number) => {
    for (const category of catalogue.categories) {
      if (category.parentSlug !== parentSlug) continue;
      const below = catalogue.subtree(category.slug) ?? [];
      const count = below.reduce((sum, slug) => sum + (leaves.get(slug) ?? 0), 0);
      const selected = chosen.has(category.slug);
      const opened = below.some((slug) => chosen.has(slug));
      if (count === 0 && !opened) continue;
      list.push({ value: category.slug, label: category.name, count, selected, depth });
      if (opened) add(category.slug, depth + 1);
    }
  };
  add(within, 0);
  return list;
}

function priceValues(found: Surroundings, buckets: ReadonlyMap<string, number>): FacetValue[] {
  const chosen = new Set(found.filters.ranges.map(rangeKey));
  return priceRanges(found.currency).flatMap((range, place) => {
    const value = rangeKey(range);
    const count = buckets.get(String(place + 1)) ?? 0;
    const selected = chosen.has(value);
    if (count === 0 && !selected) return [];
    const { fromMinor, toMinor } = range;
    return [{ value, label: value, count, selected, fromMinor, ...(toMinor ? { toMinor } : {}) }];
  });
}

function stockValues(found: ReadonlyMap<string, number>, selected: boolean): FacetValue[] {
  const count = found.get("true") ?? 0;
  if (!selected && (count === 0 || !found.has("false"))) return [];
  return [{ value: "true", label: "true", count, selected }];
}

/**
 * The attributes that say something of most products found, and those one chose by; in an order that
 * a choice does not change.
 */
function attributeFacets(
  { filters, catalogue }: Surroundings,
  byName: ReadonlyMap<string, ValueCount[]>,
): Facet[] {
  const places = new Set<string>(Object.values(facetNames));
  const names = new Set([...filters.attributes.keys(), ...byName.keys()]);
  return [...names]
    .filter((name) => !places.has(name))
    .map((name) => {
      const found = counts(byName.get(name) ?? [], bitOf(filters, "attribute", name));
      const chosen = filters.attributes.get(name) ?? [];
      const products = [...found.values()].reduce((sum, count) => sum + count, 0);
      return { name, chosen, products, values: values(found, chosen, (value) => value) };
    })
    .filter(({ values, chosen }) => values.length > 1 || chosen.length > 0)
    .sort(
      (a, b) =>
        Number(b.chosen.length > 0) - Number(a.chosen.length > 0) ||
        b.products - a.products ||
        (a.name < b.name ? -1 : 1),
    )
    .slice(0, Math.max(MAX_ATTRIBUTES, filters.attributes.size))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, values }) => ({
      key: "attribute" as const,
      name: catalogue.word(name),
      values: values.map((value) => ({
        ...value,
        value: `${name}:${value.value}`,
        label: catalogue.word(value.label),
      })),
    }));
}
