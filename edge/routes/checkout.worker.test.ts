import type { Quote } from "@slipstream/contracts/checkout-api";
import type { ProblemDocument } from "@slipstream/contracts/problems";
import { outbox } from "@slipstream/migrations/schema";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import { call, cookiesOf, newVisitorId, problemOf } from "../testing/client.ts";
import {
  atTill,
  Browser,
  checkOut,
  homeAddress,
  openTill,
  orderOf,
  ordersWith,
  placed,
  stocked,
  stockOf,
  till,
  withGoods,
} from "../testing/till.ts";

beforeAll(openTill);

describe("the way to an order", () => {
  test("a quote says ways of delivery, taxes and totals of a place", async () => {
    const { browser, sku } = await withGoods({ priceMinor: 11_900 });
    const book = await stocked({ category: "books", priceMinor: 2_140 });
    await browser.add(book);
    const quote = async (body: unknown) =>
      (await (await browser.call("/api/checkout/quote", { body })).json()) as Quote;
    expect(await quote({ place: { country: "DE" } })).toMatchObject({
      lines: [{ sku }, { sku: book }],
      methods: [{ id: "post", priceMinor: 500 }, { id: "courier" }],
      shippingMethodId: "post",
      totals: {
        subtotalMinor: 14_040,
        shippingMinor: 500,
        taxMinor: 0,
        totalMinor: 14_540,
        // 19/119 of 124.00, 7/107 of 21.40.
        taxIncludedMinor: 1_980 + 140,
      },
    });
    const american = await quote({ place: { country: "US", region: "NY" } });
    expect(american).toMatchObject({
      shippingMethodId: "air",
      totals: { taxMinor: 562, taxIncludedMinor: 0, totalMinor: 14_040 + 562 + 2_500 },
    });
    expect(await quote({ place: { country: "CH" } })).toMatchObject({ methods: [] });
    const nothing = await new Browser().call("/api/checkout/quote", {
      body: { place: { country: "DE" } },
    });
    expect(await problemOf(nothing)).toEqual({ status: 409, code: "empty_cart" });
  });

  test("a guest's cart becomes an order once; its stock is held, and a new cart begins", async () => {
    const visitorId = newVisitorId();
    const browser = new Browser(await cookiesOf(visitorId, till.id));
    const sku = await stocked({ onHand: 3, priceMinor: 2_000 });
    await browser.add(sku, 2, { requestId: "request-9" });
    const answer = await placed(await checkOut(browser, { expectedTotalMinor: 4_500 }));
    expect(answer.number).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    expect(answer.payPath).toBe(`/checkout/pay/${answer.number}?token=${answer.accessToken}`);
    expect(answer.payment).toMatchObject({ amountMinor: 4_500, currency: "EUR" });
    expect(await orderOf(answer.orderId)).toMatchObject({
      state: "payment_pending",
      visitorId,
      email: "ada@people.test",
      shippingMethod: { id: "post" },
      billingAddress: homeAddress,
      totalMinor: 4_500,
      lines: [{ sku, quantity: 2, priceMinor: 2_000, requestId: "request-9" }],
    });
    expect(await stockOf(sku)).toEqual({ onHand: 3, reserved: 2 });
    expect(await (await browser.call("/api/cart")).json()).toMatchObject({ count: 0 });
    expect(await problemOf(await checkOut(browser))).toEqual({ status: 409, code: "empty_cart" });
    const [fact] = await atTill((transaction) =>
      transaction
        .select({ payload: sql<Record<string, unknown>>`${outbox.payload}` })
        .from(outbox)
        .where(sql`${outbox.payload}->>'orderId' = ${answer.orderId}`),
    );
    expect(fact?.payload).toMatchObject({ type: "checkout", visitorId, lines: [{ quantity: 2 }] });
    const before = browser.cookie;
    expect((await browser.add(sku)).status).toBe(200);
    expect(browser.cookie).not.toBe(before);
  });

  test("a member's address is kept where they wish it, once; a guest has nowhere to keep it", async () => {
    const member = await signedIn({ shop: till.id, host: till.host });
    const browser = new Browser(member.headers.cookie);
    const sku = await stocked({ onHand: 9 });
    const kept = async () => (await browser.call("/api/account/addresses")).json();
    const order = async (more: Record<string, unknown>) => {
      await browser.add(sku);
      await placed(await checkOut(browser, more));
    };
    await order({});
    expect(await kept()).toEqual({ addresses: [] });
    await order({ keepAddress: true });
    await order({ keepAddress: true });
    expect(await kept()).toEqual({ addresses: [{ id: expect.any(String), ...homeAddress }] });
    const guest = new Browser();
    await guest.add(sku);
    await placed(await checkOut(guest, { keepAddress: true }));
    const rows = await atTill((transaction) =>
      transaction.execute(sql`select from addresses where shop_id = ${till.id}`),
    );
    expect(rows).toHaveLength(1);
  });

  test("each line keeps the tax that came on top of it", async () => {
    const { browser } = await withGoods({ priceMinor: 1_000 });
    await browser.add(await stocked({ priceMinor: 5_000 }));
    const shippingAddress = { ...homeAddress, country: "US", region: "NY", postcode: "10115" };
    const { orderId } = await placed(
      await checkOut(browser, { shippingAddress, shippingMethodId: "air" }),
    );
    expect(await orderOf(orderId)).toMatchObject({
      taxMinor: 240,
      lines: [{ taxMinor: 40 }, { taxMinor: 200 }],
    });
  });

  test("a member needs no address for letters", async () => {
    const member = await signedIn({ shop: till.id, host: till.host });
    const browser = new Browser(member.headers.cookie);
    await browser.add(await stocked());
    const { orderId } = await placed(await checkOut(browser, { email: undefined }));
    expect(await orderOf(orderId)).toMatchObject({ userId: member.userId, email: member.email });
  });

  test("what does not hold any more is refused, and nothing is left of it", async () => {
    const { browser, sku } = await withGoods({ onHand: 2, quantity: 2 });
    const refused = async (more: Record<string, unknown>) => {
      const response = await checkOut(browser, more);
      return (await response.json()) as ProblemDocument;
    };
    expect(await refused({ email: undefined })).toMatchObject({
      code: "invalid_request",
      issues: [{ path: "email" }],
    });
    expect(await refused({ shippingMethodId: "air" })).toMatchObject({
      code: "unknown_shipping_method",
    });
    const changed = await refused({ expectedTotalMinor: 1 });
    expect(changed).toMatchObject({ status: 409, code: "price_changed" });
    expect(changed.issues).toContainEqual({ path: "totalMinor", message: "2500" });
    const american = { ...homeAddress, country: "US", postcode: "1011" };
    expect(await refused({ shippingAddress: american })).toMatchObject({
      issues: [{ path: "shippingAddress.postcode" }, { path: "shippingAddress.region" }],
    });
    await atTill((transaction) =>
      transaction.execute(sql`update inventory set on_hand = 1 where sku = ${sku}`),
    );
    expect(await refused({})).toMatchObject({
      status: 409,
      code: "out_of_stock",
      issues: [{ path: sku, message: "Only 1 left." }],
    });
    expect(await ordersWith(sku)).toBe(0);
    expect(await stockOf(sku)).toEqual({ onHand: 1, reserved: 0 });
  });
});

test("a code that does nothing is said before, and then does not stand in the way", async () => {
  const { browser } = await withGoods({ priceMinor: 1_000 });
  await browser.call("/api/cart/discount", { method: "PUT", body: { code: "NOSUCH" } });
  const body = { place: { country: "DE" }, email: "ada@people.test" };
  const quote = await browser.call("/api/checkout/quote", { body });
  expect(await quote.json()).toMatchObject({
    discount: { code: "NOSUCH", problem: "unknown" },
    totals: { totalMinor: 1_500 },
  });
  expect(await problemOf(await checkOut(browser))).toMatchObject({ code: "invalid_discount" });
  const { orderId } = await placed(await checkOut(browser, { expectedTotalMinor: 1_500 }));
  expect(await orderOf(orderId)).toMatchObject({ discountCode: null, totalMinor: 1_500 });
});

test("rates of other currencies are for all to see", async () => {
  const response = await call("/api/currencies", { host: till.host });
  expect(await response.json()).toEqual({
    currency: "EUR",
    rates: [{ currency: "USD", rate: 1.1 }],
  });
});
