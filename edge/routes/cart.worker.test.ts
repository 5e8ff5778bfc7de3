import {
  type Cart,
  cartSchema,
  permalinkCartSchema,
  type SharedCart,
} from "@slipstream/contracts/cart-api";
import { outbox } from "@slipstream/migrations/schema";
import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { cartIdOf } from "../cart/cart-cookie.ts";
import { mergeCarts } from "../cart/merge.ts";
import { signedIn } from "../testing/accounts.ts";
import { cookiesOf, newVisitorId, problemOf } from "../testing/client.ts";
import { atTill, Browser, checkOut, openTill, stocked, till } from "../testing/till.ts";

beforeAll(openTill);

async function cartOf(browser: Browser): Promise<Cart> {
  const response = await browser.call("/api/cart");
  expect(response.headers.get("cache-control")).toBe("no-store");
  return cartSchema.parse(await response.json());
}

async function factsAbout(itemId: string) {
  const rows = await atTill((transaction) =>
    transaction
      .select({ payload: sql<Record<string, unknown>>`${outbox.payload}` })
      .from(outbox)
      .where(sql`${outbox.payload}->>'itemId' = ${itemId}`)
      .orderBy(outbox.id),
  );
  return rows.map(({ payload }) => payload);
}

const itemOf = (sku: string) => sku.replace(/-1$/, "");

test("a guest's cart needs no consent, adds up, and is nobody else's", async () => {
  const sku = await stocked({ onHand: 5, priceMinor: 1_250 });
  const browser = new Browser();
  expect((await cartOf(browser)).lines).toEqual([]);
  expect(browser.cookie).toBe("");
  const first = await browser.add(sku, 2);
  expect(first.headers.getSetCookie()[0]).toMatch(/^slipstream-cart=[0-9a-f]{48};.*HttpOnly/);
  expect(await first.json()).toMatchObject({ quantity: 2, added: 2, count: 2, available: 5 });
  expect((await browser.add(sku)).headers.getSetCookie()).toEqual([]);
  expect(await cartOf(browser)).toMatchObject({
    count: 3,
    subtotalMinor: 3_750,
    totalMinor: 3_750,
    lines: [{ sku, quantity: 3, totalMinor: 3_750, state: "ok", options: { Colour: "Red" } }],
  });
  expect((await cartOf(new Browser())).lines).toEqual([]);
  expect((await cartOf(new Browser(`slipstream-cart=${"0".repeat(48)}`))).lines).toEqual([]);
});

test("no more goes in than there is", async () => {
  const sku = await stocked({ onHand: 3 });
  const browser = new Browser();
  expect(await (await browser.add(sku, 2)).json()).toMatchObject({ quantity: 2 });
  expect(await (await browser.add(sku, 9)).json()).toMatchObject({ quantity: 3, added: 1 });
  const more = await browser.add(sku);
  expect(await problemOf(more)).toEqual({ status: 409, code: "out_of_stock" });
  const none = await new Browser().add(await stocked({ onHand: 0 }));
  expect(await problemOf(none)).toEqual({ status: 409, code: "out_of_stock" });
  expect(await problemOf(await browser.add("no-such"))).toMatchObject({ code: "unknown_variant" });
  const many = await stocked({ onHand: 500 });
  await browser.add(many, 99);
  expect(await problemOf(await browser.add(many))).toMatchObject({ code: "out_of_stock" });
});

test("of a product the cheapest variant that is there goes in", async () => {
  const sku = await stocked({ priceMinor: 500 });
  const itemId = itemOf(sku);
  const variant = (name: string, priceMinor: number, onHand: number) =>
    atTill(async (transaction) => {
      await transaction.execute(sql`insert into variants (shop_id, sku, product_id, price_minor)
        values ('till', ${`${itemId}-${name}`}, ${itemId}, ${priceMinor})`);
      await transaction.execute(sql`insert into inventory (shop_id, sku, on_hand)
        values ('till', ${`${itemId}-${name}`}, ${onHand})`);
    });
  await variant("dear", 900, 9);
  await variant("gone", 100, 0);
  const browser = new Browser();
  const add = (body: unknown) => browser.call("/api/cart/lines", { body });
  expect(await (await add({ itemId })).json()).toMatchObject({ sku, quantity: 1 });
  expect(await problemOf(await add({ itemId: "none" }))).toMatchObject({ code: "unknown_variant" });
  expect(await problemOf(await add({ itemId, sku }))).toMatchObject({ code: "invalid_request" });
});

test("of many clicks at once each counts, and stock is still the limit", async () => {
  const sku = await stocked({ onHand: 7 });
  const browser = new Browser();
  await browser.add(sku);
  const answers = await Promise.all(Array.from({ length: 9 }, () => browser.add(sku)));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(6);
  expect((await cartOf(browser)).count).toBe(7);
  const added = (await factsAbout(itemOf(sku))).map(({ quantity }) => Number(quantity));
  expect(added.reduce((all, one) => all + one, 0)).toBe(7);
});

test("lines are set and taken out; facts say so, under whom who agreed", async () => {
  const sku = await stocked({ onHand: 5, priceMinor: 900 });
  const visitorId = newVisitorId();
  const browser = new Browser(await cookiesOf(visitorId, till.id));
  await browser.add(sku, 2, { requestId: "request-7" });
  const set = (quantity: number) =>
    browser.call(`/api/cart/lines/${sku}`, { method: "PATCH", body: { quantity } });
  expect(await (await set(5)).json()).toMatchObject({ count: 5 });
  expect(await problemOf(await set(6))).toEqual({ status: 409, code: "out_of_stock" });
  expect(await (await set(1)).json()).toMatchObject({ count: 1 });
  const gone = await browser.call(`/api/cart/lines/${sku}`, { method: "DELETE" });
  expect(await gone.json()).toMatchObject({ count: 0, lines: [] });
  const facts = await factsAbout(itemOf(sku));
  expect(facts).toMatchObject([
    { type: "add_to_cart", visitorId, quantity: 2, requestId: "request-7", priceMinor: 900 },
    { type: "add_to_cart", visitorId, quantity: 3, variantId: sku },
    { type: "remove_from_cart", visitorId, quantity: 4 },
    { type: "remove_from_cart", visitorId, quantity: 1 },
  ]);
  const stranger = new Browser();
  await stranger.add(sku);
  const last = (await factsAbout(itemOf(sku))).at(-1);
  expect(last?.visitorId).toBeTypeOf("string");
  expect(last).not.toMatchObject({ visitorId });
});

test("what changed since is told: prices, stock, and what is not sold any more", async () => {
  const dearer = await stocked({ priceMinor: 1_000 });
  const gone = await stocked({ priceMinor: 700 });
  const short = await stocked({ onHand: 4, priceMinor: 100 });
  const browser = new Browser();
  for (const sku of [dearer, gone]) await browser.add(sku);
  await browser.add(short, 4);
  await atTill(async (transaction) => {
    await transaction.execute(sql`update variants set price_minor = 1100 where sku = ${dearer}`);
    await transaction.execute(
      sql`update products set status = 'hidden' where id = ${itemOf(gone)}`,
    );
    await transaction.execute(sql`update inventory set on_hand = 3 where sku = ${short}`);
  });
  expect(await cartOf(browser)).toMatchObject({
    subtotalMinor: 1_500,
    lines: [
      { sku: dearer, priceMinor: 1_100, priceBeforeMinor: 1_000, state: "ok" },
      { sku: gone, state: "gone" },
      { sku: short, state: "short", available: 3, quantity: 4 },
    ],
  });
});

test("a member's cart is on all devices; the guest's joins it at sign-in", async () => {
  const [both, mine] = [await stocked({ onHand: 5 }), await stocked()];
  const member = await signedIn({ shop: till.id, host: till.host });
  const laptop = new Browser(member.headers.cookie);
  await laptop.add(both, 3);
  await laptop.add(mine);
  expect(laptop.cookie).not.toContain("slipstream-cart");
  const phone = new Browser();
  await phone.add(both, 4);
  const token = phone.cookie.split("=")[1]!;
  const guestCartId = await cartIdOf(till.id, token);
  await atTill((transaction) =>
    mergeCarts(transaction, till.id, { guestCartId, userId: member.userId }),
  );
  const merged = await cartOf(new Browser(member.headers.cookie));
  expect(merged.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([
    [both, 5],
    [mine, 1],
  ]);
  expect((await cartOf(phone)).lines).toEqual([]);
  await atTill((transaction) =>
    mergeCarts(transaction, till.id, { guestCartId, userId: member.userId }),
  );
  expect((await cartOf(laptop)).count).toBe(6);
});

test("a shared cart shows its lines to others, and nothing of whose it is", async () => {
  const sku = await stocked({ priceMinor: 333 });
  const browser = new Browser();
  const empty = await browser.call("/api/cart/share", { method: "POST" });
  expect(await problemOf(empty)).toEqual({ status: 409, code: "empty_cart" });
  await browser.add(sku, 2);
  const share = await browser.call("/api/cart/share", { method: "POST" });
  const { token, url } = (await share.json()) as { token: string; url: string };
  expect(url).toBe(`${till.host}/cart/shared/${token}`);
  await browser.call(`/api/cart/lines/${sku}`, { method: "DELETE" });
  const shared = (await (
    await new Browser().call(`/api/cart/shared/${token}`)
  ).json()) as SharedCart;
  expect(shared).toMatchObject({ subtotalMinor: 666, lines: [{ sku, quantity: 2 }] });
  const unknown = await browser.call(`/api/cart/shared/${"0".repeat(32)}`);
  expect(await problemOf(unknown)).toEqual({ status: 404, code: "unknown_cart" });
});

test("a permalink says what it would put in, what is sold out and what there is not", async () => {
  const [two, none] = [await stocked({ priceMinor: 250, onHand: 9 }), await stocked({ onHand: 0 })];
  const browser = new Browser();
  const asked = await browser.call(`/api/cart/with/${two}:2,no-such:3,${none},${two}`);
  expect(permalinkCartSchema.parse(await asked.json())).toMatchObject({
    lines: [
      { sku: two, quantity: 3, totalMinor: 750, state: "ok" },
      { sku: none, quantity: 1, state: "sold_out" },
    ],
    subtotalMinor: 750,
    unknown: ["no-such"],
  });
  expect(asked.headers.getSetCookie()).toEqual([]);
  expect((await cartOf(browser)).lines).toEqual([]);
  for (const wrong of ["a b:1", `${two}:0`, ",", Array.from({ length: 21 }, (_, at) => `s${at}`)]) {
    const refused = await browser.call(`/api/cart/with/${encodeURIComponent(String(wrong))}`);
    expect(await problemOf(refused)).toEqual({ status: 400, code: "invalid_request" });
  }
});

test("a code says what it does, or why it does nothing", async () => {
  await atTill((transaction) =>
    transaction.execute(sql`
      insert into discounts (shop_id, code, kind, value, min_subtotal_minor)
      values ('till', 'TENTH', 'percent', 1000, 1500) on conflict do nothing`),
  );
  const sku = await stocked({ priceMinor: 1_000 });
  const browser = new Browser();
  const enter = (code: string) =>
    browser.call("/api/cart/discount", { method: "PUT", body: { code } });
  expect(await problemOf(await enter("TENTH"))).toEqual({ status: 404, code: "unknown_cart" });
  await browser.add(sku);
  expect(await (await enter("nonsense")).json()).toMatchObject({
    discount: { code: "NONSENSE", problem: "unknown", amountMinor: 0 },
    totalMinor: 1_000,
  });
  expect(await (await enter(" tenth ")).json()).toMatchObject({
    discount: { code: "TENTH", problem: "below_minimum", minSubtotalMinor: 1_500 },
  });
  await browser.add(sku);
  expect(await cartOf(browser)).toMatchObject({
    discount: { amountMinor: 200 },
    totalMinor: 1_800,
  });
  const away = await browser.call("/api/cart/discount", { method: "DELETE" });
  expect(await away.json()).not.toHaveProperty("discount");
});

test("a key makes adding happen once", async () => {
  const sku = await stocked();
  const browser = new Browser();
  await browser.add(sku);
  const add = () =>
    browser.call("/api/cart/lines", {
      body: { sku },
      headers: { "idempotency-key": "the-same-key" },
    });
  const first = await add();
  const again = await add();
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect(await again.text()).toBe(await first.text());
  expect((await cartOf(browser)).count).toBe(2);
});

test("who never got the first answer, with its cookie, starts anew and has each thing once", async () => {
  const sku = await stocked();
  const headers = { "idempotency-key": "the-very-first" };
  const add = (browser: Browser) => browser.call("/api/cart/lines", { body: { sku }, headers });
  await add(new Browser());
  const browser = new Browser();
  const again = await add(browser);
  expect(again.headers.getSetCookie()).toHaveLength(1);
  expect((await add(browser)).headers.get("idempotent-replayed")).toBe("true");
  expect((await cartOf(browser)).count).toBe(1);
  // A cart that became an order is as good as none.
  expect((await checkOut(browser)).status).toBe(201);
  const ordered = browser.cookie;
  const later = { "idempotency-key": "the-one-after" };
  const next = () =>
    new Browser(ordered).call("/api/cart/lines", { body: { sku }, headers: later });
  for (const answer of [await next(), await next()]) {
    expect(answer.headers.getSetCookie()).toHaveLength(1);
    expect(await answer.json()).toMatchObject({ quantity: 1, count: 1 });
  }
});
