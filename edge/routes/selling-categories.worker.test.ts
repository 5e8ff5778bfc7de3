import type { ManagedCategory } from "@slipstream/contracts/selling-api";
import type { ProductDetail, ShopInfo } from "@slipstream/contracts/shop-api";
import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { Database } from "../database/database.ts";
import { bindings, call, control, eventually, problemOf, query } from "../testing/client.ts";
import { newSeller, type TestSeller } from "../testing/selling.ts";

// Other tests know which categories there are.
afterAll(() =>
  control("/sql", {
    statement: `delete from categories where shop_id = 'demo'
      and slug not in ('home', 'lamps', 'garden')`,
  }),
);

async function tree(admin: TestSeller): Promise<ManagedCategory[]> {
  const answer = (await (await admin.call("categories")).json()) as {
    categories: ManagedCategory[];
  };
  return answer.categories;
}

async function make(admin: TestSeller, name: string, parentSlug: string | null = null) {
  const response = await admin.call("categories", { name, tint: "decor", parentSlug });
  expect(response.status, await response.clone().text()).toBe(201);
  return ((await response.json()) as { slug: string }).slug;
}

test("categories are made, renamed, moved and deleted, and the shop shows it at once", async () => {
  const admin = await newSeller(["admin"]);
  const parent = await make(admin, "Läder & linen");
  expect(parent).toBe("lader-linen");
  const child = await make(admin, "Bags of it", parent);
  const { slug } = await admin.product({ categorySlug: child });
  await admin.call(`categories/${child}`, { name: "Bags" }, "PATCH");
  const shop = (await (await call("/api/shop")).json()) as ShopInfo;
  expect(shop.categories.find((each) => each.slug === child)).toMatchObject({
    name: "Bags",
    parentSlug: parent,
    productCount: 1,
  });
  const path = async () =>
    ((await (await call(`/api/products/${slug}`)).json()) as ProductDetail).categoryPath;
  expect(await path()).toEqual([
    { slug: parent, name: "Läder & linen" },
    { slug: child, name: "Bags" },
  ]);
  await admin.call(`categories/${child}`, { parentSlug: null }, "PATCH");
  expect(await path()).toEqual([{ slug: child, name: "Bags" }]);
  const full = await admin.call(`categories/${child}`, undefined, "DELETE");
  expect(await problemOf(full)).toEqual({ status: 409, code: "category_not_empty" });
  const moved = await admin.call(`categories/${child}?moveTo=${parent}`, undefined, "DELETE");
  expect(moved.status).toBe(204);
  expect(await path()).toEqual([{ slug: parent, name: "Läder & linen" }]);
});

test("a category never lies below itself, nor deeper than twelve levels", async () => {
  const admin = await newSeller(["admin"]);
  const slugs: string[] = [];
  for (let level = 1; level <= 12; level++) {
    slugs.push(await make(admin, `Deep ${level}`, slugs.at(-1) ?? null));
  }
  const deeper = { name: "Too deep", tint: "decor", parentSlug: slugs[11] };
  expect((await problemOf(await admin.call("categories", deeper))).code).toBe("category_too_deep");
  const below = await admin.call(`categories/${slugs[0]}`, { parentSlug: slugs[5] }, "PATCH");
  expect((await problemOf(below)).code).toBe("category_cycle");
  const itself = await admin.call(`categories/${slugs[0]}`, { parentSlug: slugs[0] }, "PATCH");
  expect((await problemOf(itself)).code).toBe("category_cycle");
  const other = await make(admin, "Above");
  const tooDeep = await admin.call(`categories/${slugs[0]}`, { parentSlug: other }, "PATCH");
  expect((await problemOf(tooDeep)).code).toBe("category_too_deep");
  // Two moves that would together make a circle: one of them is refused.
  const [one, two] = [await make(admin, "One"), await make(admin, "Two")];
  const moves = await Promise.all([
    admin.call(`categories/${one}`, { parentSlug: two }, "PATCH"),
    admin.call(`categories/${two}`, { parentSlug: one }, "PATCH"),
  ]);
  expect(moves.map(({ status }) => status).sort()).toEqual([204, 409]);
});

test("the children of a parent stand in the order that was given", async () => {
  const admin = await newSeller(["admin"]);
  const parent = await make(admin, "Ordered");
  const [a, b, c] = [
    await make(admin, "A first", parent),
    await make(admin, "B second", parent),
    await make(admin, "C third", parent),
  ];
  const children = async () =>
    (await tree(admin)).filter((each) => each.parentSlug === parent).map((each) => each.slug);
  expect(await children()).toEqual([a, b, c]);
  const order = { parentSlug: parent, slugs: [c, a, b] };
  expect((await admin.call("categories/order", order)).status).toBe(204);
  expect(await children()).toEqual([c, a, b]);
  const partial = { parentSlug: parent, slugs: [c, a] };
  expect((await problemOf(await admin.call("categories/order", partial))).code).toBe(
    "invalid_request",
  );
});

test("a category takes a new address, and the old one leads to it", async () => {
  const admin = await newSeller(["admin"]);
  const parent = await make(admin, "Stools old");
  const child = await make(admin, "Bar stools", parent);
  const { slug } = await admin.product({ categorySlug: child });
  const rename = (from: string, to: string) =>
    admin.call(`categories/${from}`, { slug: to }, "PATCH");
  // What names a category goes with it; what is left of one hinders nobody.
  const tax = (address: string) => `insert into tax_rates
    (shop_id, country, category_slug, name, rate_basis_points, included)
    values ('demo', 'AQ', '${address}', 'VAT', 700, true)`;
  const taxed = async () =>
    (
      await query<{ slug: string }>(
        "select category_slug as slug from tax_rates where country = 'AQ'",
      )
    ).map((row) => row.slug);
  const gone = await make(admin, "Gone stools");
  for (const address of [gone, parent, "stools", "left-over-stools"])
    await control("/sql", { statement: tax(address) });
  expect(await make(admin, "Left-over stools")).toBe("left-over-stools");
  expect(await taxed()).not.toContain("left-over-stools");
  expect((await admin.call(`categories/${gone}`, undefined, "DELETE")).status).toBe(204);
  expect(await taxed()).not.toContain(gone);
  expect((await rename(parent, "stools")).status).toBe(204);
  expect(await taxed()).toEqual(["stools"]);
  await control("/sql", { statement: "delete from tax_rates where country = 'AQ'" });
  expect((await rename("stools", "seats")).status).toBe(204);
  const found = async (address: string) =>
    (await call(`/api/categories/${address}`)).json() as Promise<{ slug?: string }>;
  for (const address of [parent, "stools", "seats"]) {
    expect(await found(address)).toEqual({ slug: "seats" });
  }
  const path = await eventually(async () => {
    const { categoryPath } = (await (await call(`/api/products/${slug}`)).json()) as ProductDetail;
    return categoryPath[0]?.slug === "seats" ? categoryPath : undefined;
  });
  expect(path).toEqual([
    { slug: "seats", name: "Stools old" },
    { slug: child, name: "Bar stools" },
  ]);
  expect((await problemOf(await rename("seats", child))).code).toBe("slug_taken");
  // Back again: an address that leads to oneself is free.
  expect((await rename("seats", "stools")).status).toBe(204);
  expect(await found("seats")).toEqual({ slug: "stools" });
  expect((await call("/api/categories/never-was")).status).toBe(404);
});

test("only admins keep the tree", async () => {
  const seller = await newSeller();
  expect((await seller.call("categories", { name: "Mine", tint: "decor" })).status).toBe(403);
  expect((await seller.call("categories/home", { name: "Mine" }, "PATCH")).status).toBe(403);
});

test("a long name makes an address that products can be put under", async () => {
  const admin = await newSeller(["admin"]);
  const name = `${"a".repeat(63)} lamps`;
  const made = await admin.call("categories", { name, tint: "sand" });
  expect(made.status).toBe(201);
  const { slug } = (await made.json()) as { slug: string };
  expect(slug).toBe("a".repeat(63));
  const { itemId, version } = await admin.product({ categorySlug: slug });
  expect(version).toBeGreaterThan(0);
  await control("/sql", {
    statement: `delete from products where id = '${itemId}'; delete from categories where slug = '${slug}'`,
  });
});

test("a product that comes in while its category is being deleted keeps it there", async () => {
  const admin = await newSeller(["admin"]);
  const slug = await make(admin, "About to go");
  const itemId = `race-${crypto.randomUUID().slice(0, 8)}`;
  // It is there, but nobody sees it yet: who deletes waits for it.
  const { deleting } = await new Database(bindings).withShop("demo", async (transaction) => {
    await transaction.execute(sql`
      insert into products (shop_id, id, slug, title, category_slug, price_minor, currency, status)
      values ('demo', ${itemId}, ${itemId}, 'Late', ${slug}, 0, 'EUR', 'draft')`);
    const deleting = admin.call(`categories/${slug}`, undefined, "DELETE");
    await eventually(async () => {
      const waiting = await query(
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike 'delete from \"categories\"%'",
      );
      return waiting.length > 0 ? true : undefined;
    });
    // In an object: a promise that is returned bare would be awaited with the lock held.
    return { deleting };
  });
  expect(await problemOf(await deleting)).toEqual({ status: 409, code: "category_not_empty" });
  await control("/sql", { statement: `delete from products where id = '${itemId}'` });
  expect((await admin.call(`categories/${slug}`, undefined, "DELETE")).status).toBe(204);
});
