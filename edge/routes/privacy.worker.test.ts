import { keys } from "@slipstream/contracts/keys";
import { deletions, events, mails, notices, orders, users } from "@slipstream/migrations/schema";
import { eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { hashPassword } from "../auth/password.ts";
import { Database } from "../database/database.ts";
import { settingsOf } from "../env.ts";
import { redisBytes } from "../privacy/redis-bytes.ts";
import { type SignedIn, signedIn } from "../testing/accounts.ts";
import { bought } from "../testing/bought.ts";
import {
  bindings,
  call,
  control,
  cookiesOf,
  newVisitorId,
  problemOf,
  services,
} from "../testing/client.ts";

const database = new Database(bindings);
const PASSWORD = "a lamp and a kettle";

/** Rows as the database's owner sees them: those of all shops. */
async function ask<T>(statement: string): Promise<T[]> {
  const response = await fetch(`${services.controlUrl}/sql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ statement }),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** Every table, with how many of its rows say one of these words anywhere. */
async function tablesThatSay(words: readonly string[]): Promise<string[]> {
  const tables = await ask<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  expect(tables.length).toBeGreaterThan(40);
  const looks = tables.map(({ name }) => {
    const says = words.map((word) => `position(lower('${word}') in lower(t::text)) > 0`);
    return `select '${name}' as name, count(*)::int as rows from "${name}" t
      where ${says.join(" or ")}`;
  });
  const found = await ask<{ name: string; rows: number }>(looks.join(" union all "));
  return found.filter(({ rows }) => rows > 0).map(({ name }) => name);
}

async function withPassword(): Promise<SignedIn> {
  const person = await signedIn({ name: "Ida Berg" });
  const passwordHash = await hashPassword(PASSWORD);
  await database.withShop("demo", (transaction) =>
    transaction.update(users).set({ passwordHash }).where(eq(users.id, person.userId)),
  );
  return person;
}

/** Leaves something of the person wherever a person leaves something. */
async function liveALittle(person: SignedIn): Promise<string> {
  const { headers, userId, visitorId, email } = person;
  const orderId = await bought(person, "p50");
  await call("/api/wishlist/p51", { method: "PUT", headers });
  await call("/api/cart/lines", { body: { sku: "p52-1" }, headers });
  await call("/api/notices", { body: { kind: "price_drop", sku: "p53-1" }, headers });
  await call("/api/account/reviews/p50", { method: "PUT", headers, body: { rating: 5 } });
  await call("/api/consent", { body: { choice: "granted" }, headers });
  await control("/sql", {
    statement: `
      insert into addresses (id, shop_id, user_id, name, line1, city, postcode, country)
        values (gen_random_uuid(), 'demo', '${userId}', 'Ida Berg', 'Hill 1', 'Lund', '1', 'SE');
      insert into visitor_links (shop_id, visitor_id, user_id)
        values ('demo', 'phone-${visitorId}', '${userId}');
      insert into audit (id, shop_id, actor_id, actor_kind, action, resource, resource_id, before)
        values (gen_random_uuid(), 'demo', '${userId}', 'buyer', 'change', 'user', '${userId}',
          '{"email": "${email}"}');
      insert into order_events (id, shop_id, order_id, kind, actor_kind, actor_id, data)
        values (gen_random_uuid(), 'demo', '${orderId}', 'note', 'buyer', '${userId}',
          '{"text": "for ${email}"}')`,
  });
  return orderId;
}

test("the export holds all that there is, of that person and of nobody else", async () => {
  const ida = await withPassword();
  const other = await signedIn();
  await call("/api/wishlist/p54", { method: "PUT", headers: other.headers });
  const orderId = await liveALittle(ida);
  const eventId = uuidv7();
  await database.withShop("demo", (transaction) =>
    transaction.insert(events).values({
      shopId: "demo",
      id: eventId,
      streamSequence: 1_000_000,
      partition: 0,
      type: "view",
      visitorId: ida.visitorId,
      sessionId: "s",
      itemId: "p50",
      occurredAt: new Date(),
      receivedAt: new Date(),
      body: { id: eventId, type: "view", itemId: "p50" },
    }),
  );
  await redisBytes(settingsOf(bindings), [["SADD", keys.hidden("demo", ida.visitorId), "p55"]]);
  const response = await call("/api/privacy/export", { headers: ida.headers });
  expect(response.headers.get("content-disposition")).toContain("attachment");
  const text = await response.text();
  expect(text).not.toContain("$2b$");
  expect(text).not.toContain(other.userId);
  const document = JSON.parse(text) as Record<string, unknown>;
  expect(document).toMatchObject({
    about: { shop: "demo", visitorIds: expect.arrayContaining([ida.visitorId]) },
    profile: [{ email: ida.email, name: "Ida Berg" }],
    addresses: [{ city: "Lund" }],
    wishlist: [{ productId: "p51" }],
    reviews: [{ productId: "p50", rating: 5 }],
    notices: [{ sku: "p53-1" }],
    cartLines: [{ sku: "p52-1" }],
    orders: [{ id: orderId, email: ida.email }],
    orderLines: [{ productId: "p50" }],
    visitors: [{ visitorId: `phone-${ida.visitorId}` }],
    events: [{ id: eventId }],
    letters: [{ template: "notice_confirm" }],
  });
  expect(document.remembered).toContainEqual(
    expect.objectContaining({ visitorId: ida.visitorId, hidden: ["p55"] }),
  );
  const known = await call("/api/privacy", { headers: ida.headers });
  expect(await known.json()).toMatchObject({
    consent: "granted",
    member: { email: ida.email },
    hidden: [{ itemId: "p55", product: { itemId: "p55" } }],
    counts: { addresses: 1, notices: 1, orders: 1, reviews: 1, wishlist: 1 },
    events: { view: 1 },
    interests: [{ share: 1 }],
    complete: true,
  });
});

test("after an erasure no table knows the person; the order stays without them", async () => {
  const ida = await withPassword();
  const orderId = await liveALittle(ida);
  const words = [ida.email, ida.userId, ida.visitorId];
  expect((await tablesThatSay(words)).length).toBeGreaterThan(12);
  const body = { password: PASSWORD };
  const response = await call("/api/privacy/erase", { headers: ida.headers, body });
  expect(response.status).toBe(202);
  const { receiptId } = (await response.json()) as { receiptId: string };
  const cookies = response.headers.getSetCookie().join("\n");
  for (const name of ["access", "refresh", "visitor", "cart"]) {
    expect(cookies).toMatch(new RegExp(`slipstream-${name}=;[^\n]*Max-Age=0`));
  }
  expect(cookies).toContain("slipstream-consent=denied");
  // What the relay still has to clean behind the database stands in the wish itself, until it has.
  expect(await tablesThatSay(words)).toEqual(["deletions"]);
  const [order] = await database.withShop("demo", (transaction) =>
    transaction.select().from(orders).where(eq(orders.id, orderId)),
  );
  expect(order).toMatchObject({
    totalMinor: 1_000,
    userId: null,
    email: null,
    shippingAddress: { country: "SE" },
  });
  const [wish] = await database.withShop("demo", (transaction) =>
    transaction.select().from(deletions).where(eq(deletions.id, receiptId)),
  );
  expect(wish?.subject?.userId).toBe(ida.userId);
  expect(wish?.subject?.visitorIds).toEqual(
    expect.arrayContaining([ida.visitorId, `phone-${ida.visitorId}`]),
  );
  const receipt = await call(`/api/privacy/receipts/${receiptId}`);
  expect(await receipt.json()).toMatchObject({
    id: receiptId,
    erased: { account: 1, addresses: 1, carts: 1, notices: 1, ordersAnonymised: 1, reviews: 1 },
  });
  const after = await call("/api/privacy", { headers: ida.headers });
  expect(await problemOf(after)).toEqual({ status: 401, code: "session_expired" });
});

test("an address that was never proven erases nothing that others left under it", async () => {
  const noticesOf = (email: string) =>
    database.withShop("demo", (transaction) =>
      transaction.select().from(notices).where(eq(notices.email, email)),
    );
  const eve = await withPassword();
  const { email } = eve;
  // Asked for by the true owner of the address, who has no account; then, the same, by Eve.
  await call("/api/notices", { body: { kind: "price_drop", sku: "p58-1", email } });
  await call("/api/notices", { body: { kind: "price_drop", sku: "p58-1" }, headers: eve.headers });
  await call("/api/notices", { body: { kind: "price_drop", sku: "p59-1" }, headers: eve.headers });
  const body = { password: PASSWORD };
  const erased = await call("/api/privacy/erase", { headers: eve.headers, body });
  expect(erased.status).toBe(202);
  expect(await noticesOf(email)).toMatchObject([{ sku: "p58-1", userId: null }]);
  const letters = await database.withShop("demo", (transaction) =>
    transaction.select().from(mails).where(eq(mails.recipient, email)),
  );
  expect(letters).toMatchObject([{ template: "notice_confirm", userId: null }]);
});

test("an erasure needs the password, and waits for orders that are under way", async () => {
  const ida = await withPassword();
  const wrong = { headers: ida.headers, body: { password: "a guess" } };
  const refused = await call("/api/privacy/erase", wrong);
  expect(await problemOf(refused)).toEqual({ status: 401, code: "wrong_credentials" });
  const orderId = await bought(ida, "p56", { state: "paid" });
  const right = { headers: ida.headers, body: { password: PASSWORD } };
  const early = await call("/api/privacy/erase", right);
  expect(await problemOf(early)).toEqual({ status: 409, code: "orders_under_way" });
  await control("/sql", {
    statement: `update orders set state = 'delivered' where id = '${orderId}'`,
  });
  expect((await call("/api/privacy/erase", right)).status).toBe(202);
});

test("who works for the shop cannot vanish from its books", async () => {
  const seller = await signedIn({ roles: ["buyer", "seller"] });
  const body = { password: PASSWORD };
  const refused = await call("/api/privacy/erase", { headers: seller.headers, body });
  expect(await problemOf(refused)).toEqual({ status: 409, code: "wrong_state" });
});

test("a guest is forgotten without a password; of nobody there is nothing to forget", async () => {
  const visitorId = newVisitorId();
  const cookie = await cookiesOf(visitorId);
  await call("/api/consent", { body: { choice: "granted" }, headers: { cookie } });
  const known = await call("/api/privacy", { headers: { cookie } });
  expect(await known.json()).toMatchObject({ consent: "granted", counts: {} });
  const erased = await call("/api/privacy/erase", { body: {}, headers: { cookie } });
  expect(erased.status).toBe(202);
  expect(await tablesThatSay([visitorId])).toEqual(["deletions"]);
  const nobody = await call("/api/privacy/erase", { body: {} });
  expect(await problemOf(nobody)).toEqual({ status: 409, code: "already_so" });
});

test("a browser's cookie alone neither shows nor erases what a member bought", async () => {
  const ida = await withPassword();
  const orderId = await liveALittle(ida);
  const headers = { cookie: await cookiesOf(ida.visitorId) };
  const text = await (await call("/api/privacy/export", { headers })).text();
  expect(JSON.parse(text)).toMatchObject({ orders: [], carts: [], cartLines: [] });
  expect(text).not.toContain(ida.email);
  expect((await call("/api/privacy/erase", { body: {}, headers })).status).toBe(202);
  const [order] = await database.withShop("demo", (transaction) =>
    transaction.select().from(orders).where(eq(orders.id, orderId)),
  );
  expect(order).toMatchObject({ userId: ida.userId, email: ida.email });
  const own = await call("/api/privacy/export", { headers: ida.headers });
  expect(await own.json()).toMatchObject({ orders: [{ id: orderId }], cartLines: [{}] });
});

test("a member may have the history forgotten and stay", async () => {
  const ida = await withPassword();
  const wished = await call("/api/privacy/forget-history", {
    method: "POST",
    headers: ida.headers,
  });
  const { receiptId } = (await wished.json()) as { receiptId: string };
  const [wish] = await database.withShop("demo", (transaction) =>
    transaction.select().from(deletions).where(eq(deletions.id, receiptId)),
  );
  expect(wish?.subject).toEqual({ visitorIds: [ida.visitorId] });
  const known = await call("/api/privacy", { headers: ida.headers });
  expect(await known.json()).toMatchObject({ member: { email: ida.email } });
});

test("letters and notices of a proven address go as well, whoever asked for them", async () => {
  const ida = await withPassword();
  await control("/sql", {
    statement: `update users set email_verified_at = now() where id = '${ida.userId}'`,
  });
  await call("/api/notices", { body: { kind: "price_drop", sku: "p57-1", email: ida.email } });
  const body = { password: PASSWORD };
  await call("/api/privacy/erase", { headers: ida.headers, body });
  const left = await database.withShop("demo", (transaction) =>
    Promise.all([
      transaction.select().from(notices).where(eq(notices.email, ida.email)),
      transaction.select().from(mails).where(eq(mails.recipient, ida.email)),
    ]),
  );
  expect(left).toEqual([[], []]);
});
