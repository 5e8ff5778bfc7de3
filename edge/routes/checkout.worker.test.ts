import { checkoutAnswerSchema, type Quote } from "@slipstream/contracts/checkout-api";
import type { ProblemDocument } from "@slipstream/contracts/problems";
import { orderLines, orders, outbox, reservations } from "@slipstream/migrations/schema";
import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { everyMinute } from "../ops/every-minute.ts";
import { releaseReserved, returnToStock, takeReserved } from "../stock/reservations.ts";
import { signedIn } from "../testing/accounts.ts";
import {
  bindings,
  call,
  cookiesOf,
  eventually,
  newVisitorId,
  problemOf,
} from "../testing/client.ts";
import {
  atTill,
  Browser,
  checkOut,
  homeAddress,
  openTill,
  stocked,
  stockOf,
  till,
} from "../testing/till.ts";

beforeAll(openTill);

/** A browser with so many of a new product in its cart. */
async function withGoods(
  options: { quantity?: number; onHand?: number; priceMinor?: number; category?: string } = {},
): Promise<{ browser: Browser; sku: string }> {
  const browser = new Browser();
  const sku = await stocked(options);
  await browser.add(sku, options.quantity ?? 1);
  return { browser, sku };
}

async function placed(response: Response) {
  expect(response.status).toBe(201);
  return checkoutAnswerSchema.parse(await response.json());
}

async function orderOf(id: string) {
  return atTill(async (transaction) => {
    const [order] = await transaction.select().from(orders).where(eq(orders.id, id));
    const lines = await transaction.select().from(orderLines).where(eq(orderLines.orderId, id));
    return { ...order!, lines };
  });
}

function ordersWith(sku: string): Promise<number> {
  return atTill(async (transaction) => {
    const rows = await transaction
      .select({ id: orderLines.orderId })
      .from(orderLines)
      .where(eq(orderLines.sku, sku));
    return rows.length;
  });
}

async function isClaimed(key: string): Promise<true | undefined> {
  const rows = await atTill((transaction) =>
    transaction.execute(sql`select from idempotency_keys where key = ${key}`),
  );
  return rows.length > 0 ? true : undefined;
}

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

describe("races", () => {
  test("of 100 buyers of the last one exactly one gets it, and 99 a clean refusal", async () => {
    const sku = await stocked({ onHand: 1 });
    const browsers = Array.from({ length: 100 }, () => new Browser());
    await Promise.all(browsers.map((browser) => browser.add(sku)));
    const answers = await Promise.all(browsers.map((browser) => checkOut(browser)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array(99).fill(409)]);
    const problems = await Promise.all(answers.filter(({ ok }) => !ok).map(problemOf));
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(["out_of_stock"]));
    expect(await ordersWith(sku)).toBe(1);
    expect(await stockOf(sku)).toEqual({ onHand: 1, reserved: 1 });
  });

  test("carts that share goods in other orders never wait in a circle", async () => {
    const skus = await Promise.all([4, 4, 4].map((onHand) => stocked({ onHand })));
    const browsers = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const browser = new Browser();
        const order = index % 2 === 0 ? skus : skus.toReversed();
        for (const sku of order) await browser.add(sku);
        return browser;
      }),
    );
    const answers = await Promise.all(browsers.map((browser) => checkOut(browser)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(4);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(8);
    for (const sku of skus) expect(await stockOf(sku)).toEqual({ onHand: 4, reserved: 4 });
  });

  test("a cart is sold once, however many send it at once", async () => {
    const { browser, sku } = await withGoods({ onHand: 9 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => checkOut(browser)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await ordersWith(sku)).toBe(1);
    expect((await stockOf(sku)).reserved).toBe(1);
  });

  test("a code is used no oftener than it may be, by all and by each", async () => {
    await atTill((transaction) =>
      transaction.execute(sql`
        insert into discounts (shop_id, code, kind, value, max_uses, max_uses_per_customer)
        values ('till', 'RARE', 'amount', 100, 3, 1) on conflict do nothing`),
    );
    const buy = async (email: string) => {
      const { browser } = await withGoods();
      await browser.call("/api/cart/discount", { method: "PUT", body: { code: "RARE" } });
      return checkOut(browser, { email });
    };
    const same = await Promise.all(Array.from({ length: 3 }, () => buy("Same@people.test")));
    expect(same.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const others = await Promise.all([1, 2, 3, 4].map((n) => buy(`n${n}@people.test`)));
    expect(others.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
    const codes = await Promise.all([...same, ...others].filter(({ ok }) => !ok).map(problemOf));
    expect(new Set(codes.map(({ code }) => code))).toEqual(new Set(["invalid_discount"]));
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

describe("held stock", () => {
  const expire = (orderId: string) =>
    atTill(async (transaction) => {
      const past = new Date(Date.now() - 1_000);
      await transaction.update(orders).set({ expiresAt: past }).where(eq(orders.id, orderId));
      await transaction
        .update(reservations)
        .set({ expiresAt: past })
        .where(eq(reservations.orderId, orderId));
    });
  const tillIs = (
    work: (transaction: Parameters<Parameters<typeof atTill>[0]>[0]) => Promise<void>,
  ) => atTill(work);

  test("is free for the next buyer once its time is over, and its order is cancelled", async () => {
    const { browser, sku } = await withGoods({ onHand: 1 });
    const late = new Browser();
    await late.add(sku);
    const { orderId } = await placed(await checkOut(browser));
    expect((await checkOut(late)).status).toBe(409);
    await expire(orderId);
    const next = await placed(await checkOut(late));
    expect(await stockOf(sku)).toEqual({ onHand: 1, reserved: 1 });
    // Paid too late: there is nothing left of it.
    await expect(
      tillIs((transaction) => takeReserved(transaction, till.id, orderId)),
    ).rejects.toMatchObject({ code: "out_of_stock" });
    await everyMinute(bindings, Date.now());
    expect((await orderOf(orderId)).state).toBe("cancelled");
    expect((await orderOf(next.orderId)).state).toBe("payment_pending");
    expect(await stockOf(sku)).toEqual({ onHand: 1, reserved: 1 });
  });

  test("goes back by the sweep, with the code's use", async () => {
    await atTill((transaction) =>
      transaction.execute(sql`
        insert into discounts (shop_id, code, kind, value, max_uses)
        values ('till', 'SINGLE', 'amount', 100, 1) on conflict do nothing`),
    );
    const { browser, sku } = await withGoods({ onHand: 2, quantity: 2 });
    await browser.call("/api/cart/discount", { method: "PUT", body: { code: "SINGLE" } });
    const { orderId } = await placed(await checkOut(browser));
    await expire(orderId);
    await Promise.all([1, 2, 3].map(() => everyMinute(bindings, Date.now())));
    expect((await orderOf(orderId)).state).toBe("cancelled");
    expect(await stockOf(sku)).toEqual({ onHand: 2, reserved: 0 });
    const [code] = await atTill((transaction) =>
      transaction.execute(sql`select uses from discounts where code = 'SINGLE'`),
    );
    expect(code).toEqual({ uses: 0 });
  });

  test("is taken once, late as well where it is still there, and put back", async () => {
    const { browser, sku } = await withGoods({ onHand: 3, quantity: 2 });
    const { orderId } = await placed(await checkOut(browser));
    await tillIs((transaction) => releaseReserved(transaction, till.id, orderId));
    expect(await stockOf(sku)).toEqual({ onHand: 3, reserved: 0 });
    for (let times = 0; times < 2; times++) {
      await tillIs((transaction) => takeReserved(transaction, till.id, orderId));
      expect(await stockOf(sku)).toEqual({ onHand: 1, reserved: 0 });
    }
    await tillIs((transaction) => releaseReserved(transaction, till.id, orderId));
    expect(await stockOf(sku)).toEqual({ onHand: 1, reserved: 0 });
    const lines = [
      { sku, quantity: 1 },
      { sku, quantity: 1 },
    ];
    await tillIs((transaction) => returnToStock(transaction, till.id, lines));
    expect(await stockOf(sku)).toEqual({ onHand: 3, reserved: 0 });
  });

  test("that is the last tells the product's readers, and nothing less does", async () => {
    const { browser, sku } = await withGoods({ onHand: 3, quantity: 2 });
    const itemId = sku.replace(/-1$/, "");
    const versionOf = async () => {
      const [row] = await atTill((transaction) =>
        transaction.execute<{ version: number }>(
          sql`select version from products where id = ${itemId}`,
        ),
      );
      return row!.version;
    };
    const { orderId } = await placed(await checkOut(browser));
    expect(await versionOf()).toBe(1);
    const other = new Browser();
    await other.add(sku);
    await placed(await checkOut(other));
    expect(await versionOf()).toBe(2);
    await tillIs((transaction) => releaseReserved(transaction, till.id, orderId));
    expect(await versionOf()).toBe(3);
  });
});

describe("a key", () => {
  test("gives the first answer again, knows another body, and belongs to one cart", async () => {
    const { browser, sku } = await withGoods({ onHand: 9 });
    const send = (one: Browser, key: string | undefined, email = "ada@people.test") =>
      one.call("/api/checkout", {
        body: { email, shippingAddress: homeAddress, shippingMethodId: "post" },
        headers: key === undefined ? {} : { "idempotency-key": key },
      });
    expect(await problemOf(await send(browser, undefined))).toEqual({
      status: 400,
      code: "idempotency_key_missing",
    });
    expect(await problemOf(await send(browser, "short"))).toMatchObject({ status: 400 });
    // The first waits for the stock that is locked here, until its twin has had its answer.
    const { pending, twin } = await atTill(async (transaction) => {
      await transaction.execute(sql`select from inventory where sku = ${sku} for update`);
      const pending = send(browser, "key-of-this");
      await eventually(() => isClaimed("key-of-this"));
      // In an object: a promise that is returned bare would be awaited with the lock held.
      return { pending, twin: await send(browser, "key-of-this") };
    });
    const first = await pending;
    expect(first.status).toBe(201);
    expect(await problemOf(twin)).toEqual({ status: 409, code: "idempotency_in_progress" });
    const again = await send(browser, "key-of-this");
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.status).toBe(201);
    expect(await again.text()).toBe(await first.text());
    expect(await problemOf(await send(browser, "key-of-this", "eve@people.test"))).toEqual({
      status: 422,
      code: "idempotency_key_reused",
    });
    const other = new Browser();
    await other.add(sku);
    await placed(await send(other, "key-of-this"));
    expect(await ordersWith(sku)).toBe(2);
  });

  test("keeps refusals, but no failure of ours", async () => {
    const { browser, sku } = await withGoods({ onHand: 1 });
    await atTill((transaction) =>
      transaction.execute(sql`update inventory set on_hand = 0 where sku = ${sku}`),
    );
    const send = () =>
      browser.call("/api/checkout", {
        body: { email: "a@b.test", shippingAddress: homeAddress, shippingMethodId: "post" },
        headers: { "idempotency-key": "one-that-fails" },
      });
    expect((await send()).status).toBe(409);
    await atTill((transaction) =>
      transaction.execute(sql`update inventory set on_hand = 5 where sku = ${sku}`),
    );
    const again = await send();
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([409, "true"]);
    expect(again.headers.get("content-type")).toBe("application/problem+json");
  });
});

test("rates of other currencies are for all to see", async () => {
  const response = await call("/api/currencies", { host: till.host });
  expect(await response.json()).toEqual({
    currency: "EUR",
    rates: [{ currency: "USD", rate: 1.1 }],
  });
});
