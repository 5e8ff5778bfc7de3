import type { AdminOverview, AuditEntry, SwitchState } from "@slipstream/contracts/admin-api";
import { MAX_NAMED_ITEMS, MAX_RULE_ITEMS } from "@slipstream/contracts/merchandising";
import type { ShopSettings } from "@slipstream/contracts/shop-settings";
import { merchandisingRules, outbox } from "@slipstream/migrations/schema";
import { and, eq, inArray } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { beforeAll, expect, test } from "vitest";
import { Database } from "../database/database.ts";
import { type SignedIn, signedIn } from "../testing/accounts.ts";
import { bindings, call, control, problemOf } from "../testing/client.ts";

const database = new Database(bindings);
let admin: SignedIn;

beforeAll(async () => {
  admin = await signedIn({ roles: ["admin"], name: "Ada Min" });
});

function ask(method: string, path: string, body?: unknown, who = admin): Promise<Response> {
  return call(path, { method, headers: who.headers, ...(body === undefined ? {} : { body }) });
}

async function auditOf(resource: string, resourceId: string): Promise<AuditEntry[]> {
  const path = `/api/admin/audit?resource=${resource}&resourceId=${encodeURIComponent(resourceId)}`;
  return ((await (await ask("GET", path)).json()) as { entries: AuditEntry[] }).entries;
}

/** How many changes of these kinds wait for the relay. */
async function waiting(...kinds: string[]): Promise<number> {
  const rows = await database.withShop("demo", (transaction) =>
    transaction
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(eq(outbox.shopId, "demo"), inArray(outbox.kind, kinds))),
  );
  return rows.length;
}

const percent = { code: "spring-10", kind: "percent", value: 1_000 };

test("a discount is made, changed, and taken away while nobody has used it", async () => {
  const made = await ask("POST", "/api/admin/discounts", percent);
  expect(made.status).toBe(201);
  expect(await made.json()).toMatchObject({ code: "SPRING-10", state: "active", uses: 0 });
  const again = await ask("POST", "/api/admin/discounts", { ...percent, code: "Spring-10 " });
  expect(await problemOf(again)).toEqual({ status: 409, code: "code_taken" });
  const soon = new Date(Date.now() + 86_400_000).toISOString();
  const changed = await ask("PUT", "/api/admin/discounts/spring-10", {
    ...percent,
    categorySlug: "lamps",
    startsAt: soon,
  });
  expect(await changed.json()).toMatchObject({ state: "scheduled", categorySlug: "lamps" });
  const renamed = await ask("PUT", "/api/admin/discounts/spring-10", { ...percent, code: "OTHER" });
  expect(await problemOf(renamed)).toEqual({ status: 400, code: "invalid_request" });
  await control("/sql", { statement: "update discounts set uses = 1 where code = 'SPRING-10'" });
  const used = await ask("DELETE", "/api/admin/discounts/SPRING-10");
  expect(await problemOf(used)).toEqual({ status: 409, code: "discount_used" });
  await control("/sql", { statement: "update discounts set uses = 0 where code = 'SPRING-10'" });
  expect((await ask("DELETE", "/api/admin/discounts/SPRING-10")).status).toBe(204);
  const gone = await ask("GET", "/api/admin/discounts/SPRING-10");
  expect(await problemOf(gone)).toEqual({ status: 404, code: "unknown_discount" });
  const entries = await auditOf("discount", "SPRING-10");
  expect(entries.map(({ action }) => action)).toEqual(["delete", "change", "create"]);
  expect(entries[1]).toMatchObject({ actor: "Ada Min", before: { state: "active" } });
});

test.each([
  [{ ...percent, value: 0 }, "value"],
  [{ ...percent, value: 10_001 }, "value"],
  [{ ...percent, value: 12.5 }, "value"],
  [{ ...percent, kind: "amount", value: 0 }, "value"],
  [{ ...percent, kind: "free_shipping", value: 5 }, "value"],
  [{ ...percent, code: "ab" }, "code"],
  [{ ...percent, code: "WITH SPACE" }, "code"],
  [{ ...percent, maxUses: 0 }, "maxUses"],
  [{ ...percent, maxUses: 2, maxUsesPerCustomer: 3 }, "maxUsesPerCustomer"],
  [{ ...percent, minSubtotalMinor: -1 }, "minSubtotalMinor"],
  [{ ...percent, categorySlug: "nowhere" }, "categorySlug"],
  [
    { ...percent, startsAt: "2026-02-02T00:00:00.000Z", endsAt: "2026-02-01T00:00:00.000Z" },
    "endsAt",
  ],
])("a discount that cannot be is refused at its field: %o", async (discount, path) => {
  const answer = await ask("POST", "/api/admin/discounts", discount);
  expect(answer.status).toBe(400);
  const { issues } = (await answer.json()) as { issues: { path: string }[] };
  expect(issues.map((issue) => issue.path)).toEqual([path]);
});

test("discounts are listed by what they are now", async () => {
  const past = "2020-01-02T00:00:00.000Z";
  for (const discount of [
    { code: "LIST-OFF", active: false },
    { code: "LIST-OVER", endsAt: past },
    { code: "LIST-USED", maxUses: 1 },
    { code: "LIST-NOW" },
  ]) {
    await ask("POST", "/api/admin/discounts", { kind: "amount", value: 100, ...discount });
  }
  await control("/sql", { statement: "update discounts set uses = 1 where code = 'LIST-USED'" });
  const list = async (query: string) => {
    const answer = await ask("GET", `/api/admin/discounts?q=list-&${query}`);
    return (await answer.json()) as {
      discounts: { code: string }[];
      counts: object;
      total: number;
    };
  };
  const { counts, total } = await list("");
  expect(counts).toEqual({ active: 1, scheduled: 0, expired: 1, used_up: 1, off: 1 });
  expect(total).toBe(4);
  const { discounts } = await list("state=used_up");
  expect(discounts.map(({ code }) => code)).toEqual(["LIST-USED"]);
});

const pin = {
  name: "Lamps first",
  kind: "pin",
  target: { itemIds: ["p1"] },
  placements: ["trending"],
  position: 0,
};

test("a rule is made, changed and taken away; each tells the model servers, and the log", async () => {
  const before = await waiting("rules");
  const made = await ask("POST", "/api/admin/rules", pin);
  expect(made.status).toBe(201);
  const { id, state } = (await made.json()) as { id: string; state: string };
  expect(state).toBe("active");
  const boost = {
    name: "Lamps up",
    kind: "boost",
    target: { category: "lamps" },
    placements: [],
    strength: 0.5,
    endsAt: "2020-01-01T00:00:00.000Z",
  };
  const changed = await ask("PUT", `/api/admin/rules/${id}`, boost);
  // What the pin had and the boost has not is gone.
  expect(await changed.json()).toEqual({
    ...boost,
    ...{ id, active: true, state: "over" },
    createdAt: expect.any(String),
    updatedAt: expect.any(String),
  });
  const list = (await (await ask("GET", "/api/admin/rules")).json()) as { counts: object };
  expect(list.counts).toMatchObject({ pin: 0, boost: 1 });
  expect((await ask("DELETE", `/api/admin/rules/${id}`)).status).toBe(204);
  expect(await problemOf(await ask("DELETE", `/api/admin/rules/${id}`))).toEqual({
    status: 404,
    code: "unknown_rule",
  });
  expect((await waiting("rules")) - before).toBe(3);
  const entries = await auditOf("rule", id);
  expect(entries.map(({ action }) => action)).toEqual(["delete", "change", "create"]);
  expect(entries[0]).toMatchObject({ before: { name: "Lamps up" } });
});

test("rules of more products than one message holds are refused, and nothing of them is kept", async () => {
  const names = (rule: number, products: number) =>
    Array.from({ length: products }, (_, product) => `item-${rule}-${product}`);
  await database.withShop("demo", async (transaction) => {
    for (let rule = 0; rule < MAX_NAMED_ITEMS / MAX_RULE_ITEMS; rule++) {
      await transaction.insert(merchandisingRules).values({
        ...{ id: uuidv7(), shopId: "demo", name: "full", kind: "bury" },
        target: { itemIds: names(rule, MAX_RULE_ITEMS) },
      });
    }
  });
  const before = await waiting("rules");
  const full = { status: 409, code: "too_many_rules" };
  expect(await problemOf(await ask("POST", "/api/admin/rules", pin))).toEqual(full);
  const { id } = (await (
    await ask("POST", "/api/admin/rules", { ...pin, target: { category: "lamps" } })
  ).json()) as { id: string };
  expect(await problemOf(await ask("PUT", `/api/admin/rules/${id}`, pin))).toEqual(full);
  expect((await waiting("rules")) - before).toBe(1);
  await database.withShop("demo", (transaction) => transaction.delete(merchandisingRules));
});

test.each([
  [{ ...pin, target: {} }, "target"],
  [{ ...pin, target: { itemIds: [] } }, "target"],
  [{ ...pin, position: undefined }, "position"],
  [{ ...pin, position: 60 }, "position"],
  [{ ...pin, strength: 1 }, "strength"],
  [{ ...pin, kind: "bury", position: undefined }, "strength"],
  [{ ...pin, kind: "exclude" }, "position"],
  [{ ...pin, placements: ["nowhere"] }, "placements.0"],
  [{ ...pin, name: "  " }, "name"],
])("a rule that cannot be is refused at its field: %o", async (rule, path) => {
  const answer = await ask("POST", "/api/admin/rules", rule);
  expect(answer.status).toBe(400);
  const { issues } = (await answer.json()) as { issues: { path: string }[] };
  expect(issues.map((issue) => issue.path)).toEqual([path]);
});

test("a switch is turned by admins and ops, once; what was never turned is on", async () => {
  const ops = await signedIn({ roles: ["ops"], name: "Ole Ops" });
  const before = await waiting("switches");
  const path = "/api/admin/switches/placement:cart";
  const off = { enabled: false, reason: "it shows nonsense" };
  await ask("PUT", path, off, ops);
  const answer = await ask("PUT", path, off);
  const { switches } = (await answer.json()) as { switches: SwitchState[] };
  expect(switches.find(({ name }) => name === "placement:cart")).toMatchObject({
    enabled: false,
    changedBy: "Ole Ops",
  });
  expect(switches.filter(({ enabled }) => !enabled)).toHaveLength(1);
  expect((await waiting("switches")) - before).toBe(1);
  expect(await auditOf("switch", "placement:cart")).toMatchObject([
    { action: "switch_off", before: true, after: false, reason: "it shows nonsense" },
  ]);
  await ask("PUT", path, { enabled: true });
  expect((await ask("PUT", "/api/admin/switches/everything", off)).status).toBe(400);
  const seller = await signedIn({ roles: ["seller"] });
  expect((await ask("PUT", path, off, seller)).status).toBe(403);
});

test("settings change one by one, with what they were in the log", async () => {
  const change = { "orders.return_days": 14, "invoice.company": "Norrsken\r\nOslo" };
  const answer = await ask("PATCH", "/api/admin/settings", change);
  const settings = (await answer.json()) as ShopSettings;
  expect(settings).toMatchObject({
    "orders.return_days": 14,
    "invoice.company": "Norrsken\nOslo",
    "checkout.reservation_minutes": 15,
  });
  await ask("PATCH", "/api/admin/settings", change);
  expect(await auditOf("setting", "orders.return_days")).toMatchObject([{ before: 30, after: 14 }]);
  await ask("PATCH", "/api/admin/settings", { "orders.return_days": 30 });
});

test.each([
  { "orders.return_days": -1 },
  { "orders.return_days": 2.5 },
  { "checkout.reservation_minutes": 0 },
  { "contact.email": "nobody" },
  { "api.allowed_origins": ["https://a.example/path"] },
  { "api.allowed_origins": ["*"] },
  { "api.allowed_origins": ["javascript:alert(1)"] },
  { "consent.text_version": "" },
  { "mail.sender_name": "two\nlines" },
  { "no.such_setting": 1 },
  {},
])("a setting that cannot be is refused: %o", async (change) => {
  const answer = await ask("PATCH", "/api/admin/settings", change);
  expect(await problemOf(answer)).toEqual({ status: 400, code: "invalid_request" });
});

test("a row that no longer fits its schema counts as never set", async () => {
  const statement = `insert into settings (shop_id, name, value) values
    ('other', 'orders.return_days', '"soon"'), ('other', 'mail.sender_name', '"Other shop"')`;
  await control("/sql", { statement });
  const foreign = await signedIn({ roles: ["admin"], shop: "other" });
  const answer = await call("/api/admin/settings", {
    headers: foreign.headers,
    host: "http://other.test",
  });
  expect(await answer.json()).toMatchObject({
    "orders.return_days": 30,
    "mail.sender_name": "Other shop",
  });
});

test("the report of searches tells what is looked for in vain", async () => {
  const statement = `insert into search_queries (shop_id, query, searches, results) values
    ('demo', 'report lamp', 9, 4), ('demo', 'report unicorn', 5, 0), ('other', 'report x', 9, 0)`;
  await control("/sql", { statement });
  const report = async (query: string) => {
    const answer = await ask("GET", `/api/admin/searches?q=report&${query}`);
    return (await answer.json()) as { searches: { query: string }[]; counts: object };
  };
  const all = await report("");
  expect(all.searches.map(({ query }) => query)).toEqual(["report lamp", "report unicorn"]);
  expect(all.counts).toEqual({ all: 2, withoutResults: 1 });
  const vain = await report("results=none");
  expect(vain.searches).toMatchObject([{ query: "report unicorn", searches: 5 }]);
});

test("the overview counts what waits for a person", async () => {
  const read = async () => {
    const answer = await ask("GET", "/api/admin/overview");
    return ((await answer.json()) as AdminOverview).waiting;
  };
  const before = await read();
  const order = (state: string, days: number) => `(gen_random_uuid(), 'demo', 'O' || random(),
    '${state}', 'EUR', 100, 100, now() - interval '${days} days')`;
  const statement = `insert into orders (id, shop_id, number, state, currency, subtotal_minor,
    total_minor, placed_at) values ${order("paid", 3)}, ${order("paid", 0)}, ${order("delivered", 9)}`;
  await control("/sql", { statement });
  const after = await read();
  expect(after.ordersToShip - before.ordersToShip).toBe(2);
  expect(after.ordersLate - before.ordersLate).toBe(1);
  // `p2` has nothing on hand.
  expect(after.productsSoldOut).toBe(1);
});
