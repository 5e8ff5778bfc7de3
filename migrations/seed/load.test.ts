import { startTestServices } from "@slipstream/dev/testing/services";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { demoCatalogue } from "./demo/catalogue.ts";
import { demoReviews } from "./demo/reviews.ts";
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
  const [prices] = await seenBy(
    "demo",
    `select (select count(*)::int from shipping_methods where 'DE' = any(countries)) as methods,
      (select rate_basis_points from tax_rates where country = 'DE' and category_slug = '') as vat,
      (select count(*)::int from discounts) as discounts,
      (select rate from currency_rates where currency = 'DKK') as rate`,
  );
  expect(prices).toEqual({ methods: 2, vat: 1_900, discounts: 4, rate: 7.46 });
  const [shop] = await app`select hosts, simulated from shops where id = 'demo'`;
  expect(shop).toEqual({ hosts: ["localhost", "127.0.0.1", "demo.localhost"], simulated: true });
});

test("its reviews are of nobody who could sign in, and products count them", async () => {
  const { reviews } = demoReviews(demoCatalogue());
  const [row] = await seenBy(
    "demo",
    `select (select count(*)::int from reviews where order_id is null) as made_up,
      (select count(*)::int from users where password_hash is not null) as with_password,
      (select sum(rating_count)::int from products) as counted,
      (select sum(rating_sum)::int from products) as stars`,
  );
  expect(row).toEqual({
    made_up: reviews.length,
    with_password: 0,
    counted: reviews.length,
    stars: reviews.reduce((sum, { rating }) => sum + rating, 0),
  });
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

test("a newer seed leaves what people made in the shop itself", async () => {
  const [first, second] = demoCatalogue().products as [
    ShopSeed["catalogue"]["products"][0],
    ShopSeed["catalogue"]["products"][0],
  ];
  const seedOf = (products: ShopSeed["catalogue"]["products"]): ShopSeed => ({
    shop: {
      id: "grown",
      name: "Grown",
      hosts: ["grown.localhost"],
      currency: "EUR",
      locale: "en-GB",
      simulated: false,
      provenance: "",
    },
    catalogue: { categories: demoCatalogue().categories, products },
  });
  const load = (hash: string, products: ShopSeed["catalogue"]["products"]) =>
    insertShop({ ownerUrl, shop: "grown", hash, makeSeed: () => seedOf(products) });
  await load("1", [first, second]);
  await app.begin(async (transaction) => {
    await transaction`select set_config('app.shop', 'grown', true)`;
    await transaction`insert into products (shop_id, id, slug, title, category_slug, price_minor, currency)
      values ('grown', 'made', 'made', 'Made here', ${first.category}, 100, 'EUR')`;
    await transaction`insert into variants (shop_id, sku, product_id, price_minor)
      values ('grown', 'MADE', 'made', 100)`;
    await transaction`insert into product_images (shop_id, product_id, position, url, alt)
      values ('grown', 'made', 0, '/media/u/x.webp', 'Made')`;
    await transaction`insert into audit (id, shop_id, actor_kind, action, resource, resource_id)
      values (gen_random_uuid(), 'grown', 'seller', 'create', 'product', 'made')`;
  });
  await load("2", [first]);
  const query = `select p.id, p.status, count(distinct v.sku)::int as variants, count(distinct i.url)::int as images
    from products p left join variants v on v.product_id = p.id
    left join product_images i on i.product_id = p.id
    where p.id in ('made', '${second.id}') group by p.id, p.status`;
  const rows = await seenBy("grown", query);
  expect(rows.find(({ id }) => id === "made")).toMatchObject({
    status: "published",
    variants: 1,
    images: 1,
  });
  expect(rows.find(({ id }) => id === second.id)).toMatchObject({ status: "hidden" });
  // What search reads was written at the end, and says the same.
  const found = await seenBy("grown", "select product_id, in_stock from search_listing");
  const inStock = first.variants.some(({ stock }) => stock > 0);
  expect(found).toHaveLength(2);
  expect(found).toContainEqual({ product_id: first.id, in_stock: inStock });
  expect(found).toContainEqual({ product_id: "made", in_stock: false });
});
