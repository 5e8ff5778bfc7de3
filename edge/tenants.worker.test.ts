import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { Database } from "./database/database.ts";
import { signedIn } from "./testing/accounts.ts";
import {
  bindings,
  call,
  cookiesOf,
  newVisitorId,
  problemOf,
  query,
  services,
  storedEventsOf,
  storedOnce,
  view,
} from "./testing/client.ts";

/** Two shops in one installation: whatever is tried, nothing of one is seen or moved in the other. */
const DEMO = "http://shop.test";
const OTHER = "http://other.test";

describe("who is somebody in one shop is nobody in the other", () => {
  test("an API key", async () => {
    const headers = { authorization: `Bearer ${services.apiKey}` };
    const event = { ...view("o1"), visitorId: newVisitorId() };
    const answer = await call("/api/events", { host: OTHER, headers, body: { events: [event] } });
    expect(await problemOf(answer)).toEqual({ status: 401, code: "invalid_api_key" });
  });

  test("a visitor's cookie", async () => {
    const visitorId = newVisitorId();
    const cookie = await cookiesOf(visitorId, "demo");
    const body = { events: [view("o1")] };
    const answer = await call("/api/events", { host: OTHER, headers: { cookie }, body });
    expect(await problemOf(answer)).toEqual({ status: 401, code: "forged_visitor" });
    expect(await storedEventsOf([visitorId])).toEqual([]);
  });

  test("a member, and an admin", async () => {
    const member = await signedIn({ shop: "demo" });
    const admin = await signedIn({ shop: "demo", roles: ["admin"] });
    expect((await call("/api/account", { headers: member.headers })).status).toBe(200);
    for (const path of ["/api/account", "/api/admin/overview", "/api/admin/users"]) {
      const answer = await call(path, { host: OTHER, headers: admin.headers });
      expect([401, 403], path).toContain(answer.status);
    }
  });
});

describe("what is something in one shop does not exist in the other", () => {
  test("a product, in a browser's event", async () => {
    const cookie = await cookiesOf(newVisitorId());
    const answer = await call("/api/events", {
      headers: { cookie },
      body: { events: [view("o1")] },
    });
    expect(await problemOf(answer)).toEqual({ status: 422, code: "unknown_items" });
  });

  test("a product, in cart, wishlist, page and rail", async () => {
    const { headers } = await signedIn({ shop: "demo" });
    const line = await call("/api/cart/lines", { headers, body: { sku: "o1-1" } });
    expect(line.status).toBe(404);
    const wish = await call("/api/wishlist/o1", { method: "PUT", headers });
    expect(wish.status).toBe(404);
    expect((await call("/api/products/o-1")).status).toBe(404);
    const query = { placement: "similar", itemId: "o1", limit: 12 };
    const rail = await call("/api/recommendations", { headers, body: query });
    expect(await rail.text()).not.toContain('"o1"');
  });

  test("a product, to the seller's side", async () => {
    const admin = await signedIn({ shop: "other", roles: ["admin"] });
    const own = await call("/api/selling/products/o1", { host: OTHER, headers: admin.headers });
    expect(own.status).toBe(200);
    for (const method of ["GET", "DELETE"]) {
      const answer = await call("/api/selling/products/p1?version=1", {
        ...{ host: OTHER, headers: admin.headers, method },
      });
      expect(answer.status, method).toBe(404);
    }
    expect((await call("/api/products/product-1")).status).toBe(200);
  });

  test("a person, to an admin", async () => {
    const stranger = await signedIn({ shop: "demo" });
    const admin = await signedIn({ shop: "other", roles: ["admin"] });
    const list = await call("/api/admin/users", { host: OTHER, headers: admin.headers });
    expect(list.status).toBe(200);
    expect(await list.text()).not.toContain(stranger.userId);
  });
});

test("the same visitor id in both shops is two visitors: their events do not meet", async () => {
  const visitorId = newVisitorId();
  for (const [shop, host, itemId] of [
    ["demo", DEMO, "p1"],
    ["other", OTHER, "o1"],
  ] as const) {
    const cookie = await cookiesOf(visitorId, shop);
    const body = { events: [view(itemId)] };
    const answer = await call("/api/events", { host, headers: { cookie }, body });
    expect(answer.status).toBe(202);
  }
  const stored = await storedOnce([visitorId], 2);
  const places = stored.map(({ shop, itemId }) => `${shop} ${itemId}`).sort();
  expect(places).toEqual(["demo p1", "other o1"]);
  expect(new Set(stored.map(({ sessionId }) => sessionId)).size).toBe(2);
  expect(new Set(stored.map(({ hub }) => hub.epoch)).size).toBe(2);
});

describe("row-level security", () => {
  const database = new Database(bindings);

  /** Every table whose rows belong to a shop. */
  async function tables(): Promise<string[]> {
    const rows = await database.withoutShop((connection) =>
      connection.execute<{ name: string }>(sql`
        select c.table_name as name from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name)
        where c.table_schema = 'public' and c.column_name = 'shop_id'
          and t.table_type = 'BASE TABLE' order by 1`),
    );
    return rows.map(({ name }) => name);
  }

  test("no table shows a row to a transaction that names no shop, or another one's", async () => {
    const names = await tables();
    expect(names.length).toBeGreaterThan(30);
    for (const name of names) {
      const table = sql.identifier(name);
      const [nobody] = await database.withoutShop((connection) =>
        connection.execute<{ rows: string }>(sql`select count(*) as rows from ${table}`),
      );
      expect(Number(nobody!.rows), name).toBe(0);
      const [foreign] = await database.withShop("other", (transaction) =>
        transaction.execute<{ rows: string }>(
          sql`select count(*) as rows from ${table} where shop_id <> 'other'`,
        ),
      );
      expect(Number(foreign!.rows), name).toBe(0);
    }
    const [own] = await database.withShop("demo", (transaction) =>
      transaction.execute<{ rows: string }>(sql`select count(*) as rows from products`),
    );
    expect(Number(own!.rows)).toBeGreaterThan(50);
  });

  test("nothing can be written into another shop, nor taken from it", async () => {
    const insert = database.withShop("other", (transaction) =>
      transaction.execute(
        sql`insert into outbox (shop_id, kind, payload) values ('demo', 'rules', '{}')`,
      ),
    );
    await expect(insert).rejects.toThrow();
    const [moved] = await database.withShop("other", async (transaction) => {
      await transaction.execute(sql`update products set title = 'Stolen' where shop_id = 'demo'`);
      await transaction.execute(sql`delete from products where shop_id = 'demo' and id = 'p1'`);
      return transaction.execute<{ rows: string }>(sql`select count(*) as rows from products`);
    });
    expect(Number(moved!.rows)).toBe(1);
    const demo = await call("/api/products/product-1");
    expect(await demo.text()).not.toContain("Stolen");
  });
});

describe("search's tables, which no policy guards", () => {
  const inShop = <T>(shop: string, statement: ReturnType<typeof sql>) =>
    new Database(bindings).withShop(shop, async (transaction) => {
      const rows: Iterable<unknown> = await transaction.execute(statement);
      return [...rows] as T[];
    });

  test("are closed to the application", async () => {
    for (const table of ["search_documents", "search_values", "search_words"]) {
      const reading = inShop("demo", sql`select from ${sql.identifier(table)} limit 1`);
      await expect(reading, table).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    const writing = inShop("demo", sql`update search_listing set title = 'Stolen'`);
    await expect(writing).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  test("are read through a view and functions that see the transaction's shop alone", async () => {
    const documents = (shop: string) =>
      inShop<{ id: string }>(shop, sql`select product_id as id from search_listing`);
    const [demo, other, nobodys] = [
      await documents("demo"),
      await documents("other"),
      await documents("unheard-of"),
    ];
    const ids = new Set(demo.map(({ id }) => id));
    expect([ids.has("p1"), other.map(({ id }) => id).includes("o1")]).toEqual([true, true]);
    expect(other.filter(({ id }) => ids.has(id))).toEqual([]);
    expect(nobodys).toEqual([]);
    const known = (shop: string, title: string) =>
      inShop<{ known: boolean }>(
        shop,
        sql`select known from search_spelling(array[${title}], 'en')`,
      );
    const [own] = await query<{ word: string }>(
      `select word from search_words where shop = 'other' and word not in (
        select word from search_words where shop = 'demo')
       and stem not in (select stem from search_words where shop = 'demo') limit 1`,
    );
    expect(await known("other", own!.word)).toEqual([{ known: true }]);
    expect(await known("demo", own!.word)).toEqual([{ known: false }]);
  });
});
