import { startTestServices } from "@slipstream/dev/testing/services";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { demoCatalogue } from "./demo/catalogue.ts";
import { insertShop } from "./insert-shop.ts";
import { ensureDemoShop } from "./load.ts";
import type { ShopSeed } from "./shop-seed.ts";

const { postgres: database } = await startTestServices({ postgres: true });
const { ownerUrl, appUrl } = database;
const app = postgres(appUrl, { max: 1, onnotice: () => {} });
afterAll(() => app.end());

/** What the application's role sees of a shop, under row-level security. */
async function seenBy(shop: string, query: string): Promise<postgres.Row[]> {
  return await app.begin(async (transaction) => {
    await transaction`select set_config('app.shop', ${shop}, true)`;
    return transaction.unsafe(query);
  });
}

test("the demo shop is loaded whole, once", async () => {
  const { products, categories } = demoCatalogue();
  expect(await ensureDemoShop({ ownerUrl })).toEqual({ products: products.length, loaded: true });
  expect(await ensureDemoShop({ ownerUrl })).toEqual({ products: products.length, loaded: false });
  const [counts] = await seenBy(
    "demo",
    `select (select count(*)::int from products) as products,
      (select count(*)::int from categories) as categories,
      (select count(*)::int from variants) as variants,
      (select count(*)::int from inventory) as inventory,
      (select count(*)::int from product_images) as images`,
  );
  const variants = products.reduce((sum, product) => sum + product.variants.length, 0);
  expect(counts).toEqual({
    products: products.length,
    categories: categories.length,
    variants,
    inventory: variants,
    images: products.reduce((sum, product) => sum + product.images.length, 0),
  });
  const [shop] = await app`select hosts, simulated from shops where id = 'demo'`;
  expect(shop).toEqual({ hosts: ["localhost", "127.0.0.1", "demo.localhost"], simulated: true });
});

test("another shop sees nothing of it", async () => {
  expect(await seenBy("other", "select id from products limit 1")).toEqual([]);
});

test("a seed that fails in the middle leaves nothing behind", async () => {
  const seed: ShopSeed = {
    shop: {
      id: "broken",
      name: "Broken",
      hosts: ["broken.localhost"],
      currency: "EUR",
      locale: "en-GB",
      simulated: false,
      provenance: "",
    },
    catalogue: {
      categories: [],
      products: [{ ...demoCatalogue().products[0]!, category: "missing" }],
    },
  };
  const loading = insertShop({ ownerUrl, shop: "broken", hash: "x", makeSeed: () => seed });
  await expect(loading).rejects.toThrow(/foreign key/);
  expect(await app`select id from shops where id = 'broken'`).toEqual([]);
});
