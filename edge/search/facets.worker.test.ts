import {
  type FacetKey,
  type SearchAnswer,
  searchAnswerSchema,
  synonymSchema,
} from "@slipstream/contracts/search-api";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import { call, control, eventually } from "../testing/client.ts";

const HOST = "http://facets.test";
const words = ["amber", "birch", "cedar", "dusk"];
const leaves = { kitchen: ["pans", "cups"], living: ["rugs"] } as const;
const categories = ["kitchen", "living", "pans", "cups", "rugs"] as const;
const brands = ["Ask", "Embla", ""];
const colours = ["Red", "Deep blue", "Green"];
const sizes = ["Small", "Large"];
const ranges = ["0-1000", "1000-2500", "2500-5000", "5000-10000"];

interface Product {
  title: string[];
  category: (typeof categories)[number];
  brand: string;
  attributes: Record<string, string>;
  priceMinor: number;
  inStock: boolean;
  status: string;
}

const productArbitrary: fc.Arbitrary<Product> = fc.record({
  title: fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }),
  category: fc.constantFrom(...categories),
  brand: fc.constantFrom(...brands),
  attributes: fc
    .record(
      { Colour: fc.constantFrom(...colours), Size: fc.constantFrom(...sizes) },
      { requiredKeys: [] },
    )
    .map((attributes) => ({ ...attributes })),
  priceMinor: fc.integer({ min: 100, max: 9_999 }),
  inStock: fc.boolean(),
  status: fc.constantFrom("published", "published", "published", "hidden", "draft"),
});

/** One word's products, so many that their answer is kept; of each tone two, of the last one. */
const ZINNIAS = 1_011;

const some = <T>(values: readonly T[]) => fc.subarray([...values], { maxLength: 2 });
const queryArbitrary = fc.record({
  words: fc.subarray(words, { minLength: 1, maxLength: 2 }),
  category: some(categories),
  brand: some(brands.filter((brand) => brand !== "")),
  colour: some(colours),
  size: some(sizes),
  price: some(ranges),
  inStock: fc.boolean(),
});
type Query = typeof queryArbitrary extends fc.Arbitrary<infer T> ? T : never;

const products = fc.sample(productArbitrary, { numRuns: 250, seed: 20 });
const visible = products.filter(({ status }) => status === "published");

beforeAll(async () => {
  const rows = JSON.stringify(
    products.map(({ title, ...product }, place) => ({ ...product, title: title.join(" "), place })),
  );
  await control("/sql", {
    statement: `
      insert into categories (shop_id, slug, name, parent_slug, tint) values
        ('facets', 'kitchen', 'Kitchen', null, 'sand'), ('facets', 'living', 'Living', null, 'sand'),
        ('facets', 'pans', 'Pans', 'kitchen', 'sand'), ('facets', 'cups', 'Cups', 'kitchen', 'sand'),
        ('facets', 'rugs', 'Rugs', 'living', 'sand');
      create temporary table seed as select * from jsonb_to_recordset('${rows}') as s(title text,
        category text, brand text, attributes jsonb, "priceMinor" bigint, "inStock" boolean,
        status product_status, place int);
      insert into products (shop_id, id, slug, title, category_slug, brand, attributes, price_minor,
        currency, status) select 'facets', 'f' || place, 'f' || place, title, category, brand,
        attributes, "priceMinor", 'EUR', status from seed;
      insert into variants (shop_id, sku, product_id, price_minor)
        select 'facets', 'F' || place, 'f' || place, "priceMinor" from seed;
      insert into inventory (shop_id, sku, on_hand)
        select 'facets', 'F' || place, case when "inStock" then 3 else 0 end from seed;
      drop table seed;
      insert into products (shop_id, id, slug, title, category_slug, attributes, price_minor,
        currency) select 'facets', 'z' || n, 'z' || n, 'Zinnia', 'rugs',
        jsonb_build_object('Colour', 'Tone n' || n / 2), 500, 'EUR'
        from generate_series(0, ${ZINNIAS - 1}) n`,
  });
  await eventually(async () => {
    const response = await call("/api/shop", { host: HOST });
    await response.body?.cancel();
    return response.ok ? true : undefined;
  });
});

/** A chosen category counts with all below it, unless one below it is chosen as well. */
function inCategories(product: Product, chosen: readonly string[]): boolean {
  const parentOf = (slug: string) =>
    Object.entries(leaves).find(([, below]) => (below as readonly string[]).includes(slug))?.[0];
  const meant = chosen.filter((slug) => !chosen.some((other) => parentOf(other) === slug));
  return meant.includes(product.category) || meant.includes(parentOf(product.category) ?? "");
}

const isChosen = (chosen: readonly string[], value: string | undefined) =>
  chosen.length === 0 || (value !== undefined && chosen.includes(value));

/** Whether a product fits all of the query but what was chosen in one facet. */
function fits(product: Product, query: Query, except: string): boolean {
  const { category, brand, colour, size, price, inStock } = query;
  const inRange = (range: string) => {
    const [from, to] = range.split("-").map(Number);
    return product.priceMinor >= from! && product.priceMinor < to!;
  };
  return (
    query.words.every((word) => product.title.includes(word)) &&
    (except === "category" || category.length === 0 || inCategories(product, category)) &&
    (except === "brand" || isChosen(brand, product.brand)) &&
    (except === "Colour" || isChosen(colour, product.attributes.Colour)) &&
    (except === "Size" || isChosen(size, product.attributes.Size)) &&
    (except === "price" || price.length === 0 || price.some(inRange)) &&
    (except === "inStock" || !inStock || product.inStock)
  );
}

async function ask(more: Partial<Query>): Promise<SearchAnswer> {
  const query = { ...nothingChosen, ...more };
  const params = new URLSearchParams({ q: query.words.join(" "), pageSize: "60" });
  for (const key of ["category", "brand", "price"] as const) {
    for (const value of query[key]) params.append(key, value);
  }
  for (const colour of query.colour) params.append("attribute", `Colour:${colour}`);
  for (const size of query.size) params.append("attribute", `Size:${size}`);
  if (query.inStock) params.set("inStock", "true");
  const response = await call(`/api/search?${params}`, { host: HOST });
  expect(response.status).toBe(200);
  return searchAnswerSchema.parse(await response.json());
}

const nothingChosen: Query = {
  ...{ words: [], category: [], brand: [], colour: [], size: [], price: [] },
  inStock: false,
};

/** The counts of a facet as brute force finds them, without zeros. */
function expected(query: Query, key: FacetKey, name: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (value: string) => {
    counts[value] = (counts[value] ?? 0) + 1;
  };
  for (const product of visible.filter((one) => fits(one, query, name || key))) {
    if (key === "category") {
      for (const slug of categories) if (inCategories(product, [slug])) count(slug);
    } else if (key === "price") {
      count(priceRange(product));
    } else if (key === "inStock") {
      if (product.inStock) count("true");
    } else if (key === "brand") {
      if (product.brand !== "") count(product.brand);
    } else if (product.attributes[name] !== undefined) {
      count(`${name}:${product.attributes[name]}`);
    }
  }
  return counts;
}

function priceRange({ priceMinor }: Product): string {
  return ranges.find((range) => priceMinor < Number(range.split("-")[1]))!;
}

test("items and counts are those of brute force, whatever is chosen", async () => {
  await fc.assert(
    fc.asyncProperty(queryArbitrary, async (query) => {
      const answer = await ask(query);
      expect(answer.relaxed).toBe(false);
      expect(answer.total).toBe(visible.filter((product) => fits(product, query, "")).length);
      const shown = new Set(answer.items.map(({ itemId }) => itemId));
      expect(shown.size).toBe(Math.min(answer.total, 60));
      for (const itemId of shown) {
        const product = products[Number(itemId.slice(1))]!;
        expect(product.status === "published" && fits(product, query, "")).toBe(true);
      }
      for (const { key, name, values } of answer.facets) {
        const counts = expected(query, key, name);
        const told = Object.fromEntries(
          values.filter(({ count }) => count > 0).map(({ value, count }) => [value, count]),
        );
        if (key === "category") expect(counts).toMatchObject(told);
        else expect(told).toEqual(counts);
      }
      const keys = answer.facets.map(({ key, name }) => name || key);
      for (const facet of ["price", "brand", "Colour", "Size"] as const) {
        const key = facet === "price" || facet === "brand" ? facet : "attribute";
        const several =
          Object.keys(expected(query, key, key === "attribute" ? facet : "")).length > 1;
        if (several) expect(keys).toContain(facet);
      }
    }),
    { numRuns: 60 },
  );
});

test("a facet's chosen value stays although nothing has it any more", async () => {
  const answer = await ask({ words: ["amber"], brand: ["Nobody"] });
  expect(answer.total).toBe(0);
  const brand = answer.facets.find(({ key }) => key === "brand");
  expect(brand?.values).toContainEqual({
    value: "Nobody",
    label: "Nobody",
    count: 0,
    selected: true,
  });
});

test("a chosen value that is not among the first hundreds of its facet keeps its count", async () => {
  const last = `Tone n${(ZINNIAS - 1) / 2}`;
  const answer = await ask({ words: ["zinnia"], colour: [last] });
  expect(answer.total).toBe(1);
  const tones = answer.facets.find(({ name }) => name === "Colour")?.values;
  expect(tones?.filter(({ selected }) => selected)).toEqual([
    { value: `Colour:${last}`, label: last, count: 1, selected: true },
  ]);
});

test("a kept answer for many is made anew when synonyms change", async () => {
  const { headers } = await signedIn({ roles: ["admin"], shop: "facets", host: HOST });
  const total = async () => (await ask({ words: ["zinnia"] })).total;
  const path = "/api/admin/synonyms";
  expect(await total()).toBe(ZINNIAS);
  const body = { terms: ["zinnia", "amber"] };
  const made = await call(path, { host: HOST, headers, body });
  const { id } = synonymSchema.parse(await made.json());
  const amber = visible.filter(({ title }) => title.includes("amber")).length;
  expect(await total()).toBe(ZINNIAS + amber);
  await call(`${path}/${id}`, { method: "DELETE", host: HOST, headers });
  expect(await total()).toBe(ZINNIAS);
});
