import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseIllustrationPath } from "@slipstream/illustrations";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { startTestServices } from "../testing/services.ts";
import { DatasetError, findDataset } from "./find.ts";
import { importDataset } from "./import.ts";

const { postgres: database, folder } = await startTestServices({ postgres: true });
const sql = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
afterAll(() => sql.end());

function write(name: string, files: Record<string, string>): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

const load = (nameOrPath: string) => importDataset({ ownerUrl: database.ownerUrl, nameOrPath });
const header = "session_id\tuser_id\titem_id\ttimestamp\tevent_type";
const holder = {
  item_id: "85123A",
  title: "WHITE HANGING HEART T-LIGHT HOLDER",
  category_derived: "Candles & Lights",
  price: 2.95,
  currency: "GBP",
  first_sold: 1291191960,
};

test("a catalogue becomes a shop: tidy titles, categories, prices, drawn pictures", async () => {
  const path = write("corner_shop", {
    "catalogue.jsonl": `${JSON.stringify(holder)}\nnot json\n`,
    "events.tsv": `${header}\n1\t\t85123A\t100\tpurchase\n1\t\t37503\t100\treturn\n1\t\tBANK CHARGES\t100\tnon_product\n`,
  });
  expect(await load(path)).toMatchObject({
    shop: "corner-shop",
    host: "corner-shop.localhost",
    products: 2,
    loaded: true,
    faults: [{ file: "catalogue.jsonl", line: 2, message: "the line is not JSON" }],
  });
  const [shop] = await sql`select * from shops where id = 'corner-shop'`;
  expect(shop).toMatchObject({ hosts: ["corner-shop.localhost"], currency: "GBP" });
  expect(shop!.provenance).toContain("licence are not known");
  const products = await sql`select * from products where shop_id = 'corner-shop' order by id desc`;
  expect(products).toMatchObject([
    {
      id: "85123A",
      slug: "white-hanging-heart-t-light-holder-85123a",
      title: "White hanging heart T-light holder",
      category_slug: "candles-and-lights",
      price_minor: "295",
      status: "published",
      description: "",
    },
    { id: "37503", title: "Item 37503", status: "hidden" },
  ]);
  const ways = await sql`select countries from shipping_methods where shop_id = 'corner-shop'`;
  expect(ways).toMatchObject([{ countries: [] }]);
  const images = await sql`select * from product_images where product_id = '85123A'`;
  expect(images.length).toBeGreaterThanOrEqual(2);
  for (const { url } of images) expect(parseIllustrationPath(url)).toBeDefined();
  const stock = await sql`select on_hand from inventory where sku = '85123A'`;
  expect(stock[0]!.on_hand).toBeGreaterThan(0);
});

test("the same data again changes nothing; new data changes products in place and keeps stock", async () => {
  const files = (title: string) => ({
    "catalogue.jsonl": `${JSON.stringify({ ...holder, title })}\n{"item_id": "2", "title": "TWO"}`,
  });
  const path = write("changing", files("FIRST TITLE"));
  await load(path);
  expect(await load(path)).toMatchObject({ products: 2, loaded: false });
  await sql`update inventory set on_hand = 7 where shop_id = 'changing' and sku = '85123A'`;
  write("changing", { "catalogue.jsonl": JSON.stringify({ ...holder, title: "SECOND TITLE" }) });
  expect(await load(path)).toMatchObject({ products: 1, loaded: true });
  const products = await sql`
    select id, title, version, status from products where shop_id = 'changing' order by id`;
  expect(products).toMatchObject([
    { id: "2", version: 2, status: "hidden" },
    { id: "85123A", title: "Second title", version: 2, status: "published" },
  ]);
  const stock = await sql`
    select on_hand from inventory where shop_id = 'changing' and sku = '85123A'`;
  expect(stock[0]!.on_hand).toBe(7);
});

test("a set of clicks alone has products known by id", async () => {
  const path = write("clicks", { "train.tsv": "SessionId\tItemId\tTime\n1\t55\t1\n1\t66\t2\n" });
  expect(await load(path)).toMatchObject({ products: 2 });
  const products = await sql`
    select id, title, status, category_slug from products where shop_id = 'clicks' order by id`;
  expect(products).toMatchObject([
    { id: "55", title: "Item 55", status: "published", category_slug: "everything" },
    { id: "66", title: "Item 66", status: "published" },
  ]);
});

test("categories from broad to narrow become a tree; genres do not", async () => {
  const line = (item_id: string, categories: string[]) =>
    JSON.stringify({ item_id, title: `Thing ${item_id}`, categories });
  const tree = write("tree", {
    "catalogue.jsonl": [
      line("1", ["Electronics", "Computers"]),
      line("2", ["Electronics", "Cameras"]),
      line("3", ["Home & Garden"]),
    ].join("\n"),
  });
  await load(tree);
  const categories = await sql`
    select slug, parent_slug from categories where shop_id = 'tree' order by slug`;
  expect(categories).toEqual([
    { slug: "cameras", parent_slug: "electronics" },
    { slug: "computers", parent_slug: "electronics" },
    { slug: "electronics", parent_slug: null },
    { slug: "home-and-garden", parent_slug: null },
  ]);
  const genres = write("genres", {
    "catalogue.jsonl": [line("1", ["Comedy", "Action"]), line("2", ["Action", "Comedy"])].join(
      "\n",
    ),
  });
  await load(genres);
  const flat = await sql`
    select p.id, c.slug, c.parent_slug from products p
    join categories c on c.shop_id = p.shop_id and c.slug = p.category_slug
    where p.shop_id = 'genres' order by p.id`;
  expect(flat).toEqual([
    { id: "1", slug: "comedy", parent_slug: null },
    { id: "2", slug: "action", parent_slug: null },
  ]);
});

const real = (() => {
  try {
    return findDataset("online_retail");
  } catch (error) {
    if (error instanceof DatasetError) return undefined;
    throw error;
  }
})();

test.skipIf(!real)(
  `online_retail becomes a shop${real ? "" : " (skipped: put online_retail into .data/datasets)"}`,
  { timeout: 60_000 },
  async () => {
    const imported = await load("online_retail");
    expect(imported).toMatchObject({ shop: "online-retail", loaded: true, faults: [] });
    const [count] = await sql`
      select count(*) filter (where status = 'published')::int as published,
        count(distinct category_slug) filter (where status = 'published')::int as categories,
        count(*) filter (where title = upper(title) and title ~ '[A-Z]{4}')::int as shouting
      from products where shop_id = 'online-retail'`;
    expect(count).toEqual({ published: 3630, categories: 16, shouting: 0 });
    const [shop] = await sql`select provenance from shops where id = 'online-retail'`;
    expect(shop!.provenance).toContain("CC BY 4.0");
    expect(await load("online_retail")).toMatchObject({ loaded: false });
  },
);
