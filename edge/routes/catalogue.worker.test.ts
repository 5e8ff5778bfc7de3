import type { ProductDetail, ProductList, ShopInfo } from "@slipstream/contracts/shop-api";
import {
  productChangesSchema,
  productDetailSchema,
  productListSchema,
  shopInfoSchema,
} from "@slipstream/contracts/shop-api";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { readCategories } from "../catalogue/category-query.ts";
import { Database } from "../database/database.ts";
import {
  bindings,
  call as callAnywhere,
  control,
  eventually,
  problemOf,
} from "../testing/client.ts";

/** A shop to whose products no other test adds any. */
const call: typeof callAnywhere = (path, options = {}) =>
  callAnywhere(path, { host: "http://shelf.test", ...options });

async function products(query: string): Promise<ProductList> {
  const response = await call(`/api/products?${query}`);
  expect(response.status).toBe(200);
  return productListSchema.parse(await response.json());
}

async function product(slug: string): Promise<ProductDetail> {
  return productDetailSchema.parse(await (await call(`/api/products/${slug}`)).json());
}

test("the shop is that of the host, with its categories and their counts", async () => {
  const shop: ShopInfo = shopInfoSchema.parse(await (await call("/api/shop")).json());
  expect(shop).toMatchObject({ id: "shelf", currency: "EUR" });
  const counts = shop.categories.map(({ slug, productCount }) => [slug, productCount]);
  expect(counts).toEqual([
    ["home", 40],
    ["lamps", 20],
    ["garden", 20],
  ]);
  expect(shop.categories[1]).toMatchObject({
    parentSlug: "home",
    image: { alt: expect.any(String) },
  });
  const other = (await (await call("/api/shop", { host: "http://other.test" })).json()) as ShopInfo;
  expect(other.categories.map(({ slug }) => slug)).toEqual(["all"]);
  const local = (await (await call("/api/shop", { host: "http://127.0.0.1" })).json()) as ShopInfo;
  expect(local.id).toBe("demo");
});

test("counting a tree of categories costs no more reading of products where it is deep", async () => {
  const undone = new Error("nothing of this stays");
  const costs: number[] = [];
  const look = new Database(bindings).withShop("shelf", async (transaction) => {
    const rowsRead = async () => {
      const [row] = await transaction.execute<{ rows: string }>(sql`
        select seq_tup_read + idx_tup_fetch as rows from pg_stat_xact_user_tables
        where relname = 'products'`);
      return Number(row!.rows);
    };
    const tree = async () => {
      const before = await rowsRead();
      const read = await readCategories(transaction, "en");
      costs.push((await rowsRead()) - before);
      return read.find(({ slug }) => slug === "above-1");
    };
    await transaction.execute(sql`
      insert into categories (shop_id, slug, name, tint)
      select 'shelf', 'above-' || n, 'Above', 'sand' from generate_series(1, 9) n`);
    expect(await tree()).toMatchObject({ productCount: 0 });
    await transaction.execute(sql`
      update categories set parent_slug = 'above-' || substr(slug, 7)::int - 1
        where slug ~ '^above-[2-9]';`);
    await transaction.execute(sql`
      update categories set parent_slug = 'above-9' where slug = 'home'`);
    expect(await tree()).toMatchObject({ productCount: 40, image: {} });
    throw undone;
  });
  await expect(look).rejects.toThrow(undone);
  const [flat = 0, deep] = costs;
  expect(flat).toBeGreaterThanOrEqual(60);
  expect(deep).toBe(flat);
});

test("a category shows what lies below it, page by page, and never what is hidden", async () => {
  const first = await products("category=home&pageSize=25&sort=title");
  expect([first.total, first.pages, first.items.length]).toEqual([40, 2, 25]);
  const second = await products("category=home&pageSize=25&sort=title&page=2");
  const ids = [...first.items, ...second.items].map((item) => item.itemId);
  expect(new Set(ids).size).toBe(40);
  expect(ids).not.toContain("hidden1");
  expect((await products("category=home&page=400")).items).toEqual([]);
});

test("every shown product tells when it changed last", async () => {
  const changes = async () =>
    productChangesSchema.parse(await (await call("/api/products/changes")).json());
  const before = await changes();
  expect(before).toMatchObject({ page: 1, pages: 1 });
  expect(before.items).toHaveLength((await products("")).total);
  const { slug, changedAt } = before.items[3]!;
  await control("/sql", {
    statement: `update products set updated_at = now() where shop_id = 'shelf' and slug = '${slug}'`,
  });
  await eventually(async () => {
    const now = (await changes()).items.find((item) => item.slug === slug);
    return now && Date.parse(now.changedAt) > Date.parse(changedAt) ? true : undefined;
  });
});

test("lists come in the order asked for", async () => {
  const prices = (list: ProductList) => list.items.map((item) => item.priceMinor);
  expect(prices(await products("sort=price_asc&pageSize=3"))).toEqual([1010, 1020, 1030]);
  expect(prices(await products("sort=price_desc&pageSize=3"))).toEqual([1600, 1590, 1580]);
  expect((await products("sort=newest&pageSize=1")).items[0]).toMatchObject({
    itemId: "p1",
    isNew: true,
  });
});

test("a product has its pictures, variants, stock and the way to it", async () => {
  const found = await product("product-1");
  expect(found).toMatchObject({ itemId: "p1", brand: "Norrsken", inStock: true, version: 1 });
  expect(found.images).toHaveLength(2);
  expect(found.variants).toEqual([{ sku: "p1-1", options: {}, priceMinor: 1010, available: 5 }]);
  expect((await product("product-3")).categoryPath).toEqual([
    { slug: "home", name: "Home" },
    { slug: "lamps", name: "Lamps" },
  ]);
  expect((await product("product-2")).inStock).toBe(false);
  expect((await product("once-product-1")).slug).toBe("product-1");
});

test("what is not there says so", async () => {
  const cases: [string, number, string][] = [
    ["/api/products/nothing", 404, "unknown_product"],
    ["/api/products/hidden-1", 404, "unknown_product"],
    ["/api/products/o-1", 404, "unknown_product"],
    ["/api/products/a%00b", 404, "unknown_product"],
    ["/api/products/-", 404, "unknown_product"],
    ["/api/products?category=a%00b", 404, "unknown_category"],
    ["/api/recommendations?placement=similar&itemId=p1%00", 400, "invalid_request"],
    ["/problems/a%00b", 404, "not_found"],
    ["/api/products?category=nothing", 404, "unknown_category"],
    ["/api/products?page=0", 400, "invalid_request"],
    ["/api/products?sort=colour", 400, "invalid_request"],
    ["/api/nothing", 404, "not_found"],
  ];
  for (const [path, status, code] of cases) {
    expect(await problemOf(await call(path))).toEqual({ status, code });
  }
});

test("a product that is hidden or changed shows within moments", async () => {
  await control("/sql", {
    statement: `update products set updated_at = now() where shop_id = 'shelf' and id = 'p50'`,
  });
  await eventually(async () => {
    const response = await call("/api/recommendations?placement=similar&itemId=p50");
    return response.status === 200 ? true : undefined;
  });
  await control("/sql", {
    statement: `update products set status = 'hidden', updated_at = now() where shop_id = 'shelf' and id = 'p50'`,
  });
  await eventually(async () => {
    const response = await call("/api/recommendations?placement=similar&itemId=p50");
    return response.status === 404 ? true : undefined;
  });
  await control("/sql", {
    statement: `update products set status = 'published', updated_at = now() where shop_id = 'shelf' and id = 'p50'`,
  });
});

test("the API describes itself, and every answer carries its headers", async () => {
  const document = (await (await call("/api/openapi.json")).json()) as {
    openapi: string;
    paths: Record<string, unknown>;
  };
  expect(document.openapi).toBe("3.1.0");
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      "/api/events",
      "/api/live",
      "/api/products/{slug}",
      "/api/recommendations",
    ]),
  );
  const docs = await call("/api/docs");
  expect(docs.headers.get("content-type")).toContain("text/html");
  const shop = await call("/api/shop");
  expect(shop.headers.get("x-content-type-options")).toBe("nosniff");
  expect(shop.headers.get("content-security-policy")).toContain("default-src 'none'");
  const problem = await call("/api/products/nothing");
  const { type } = (await problem.clone().json()) as { type: string };
  expect(await (await call(type)).json()).toMatchObject({ code: "unknown_product", status: 404 });
  expect(problem.headers.get("x-content-type-options")).toBe("nosniff");
});
