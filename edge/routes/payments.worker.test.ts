import { waitOnExecutionContext } from "cloudflare:test";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { app } from "../app.ts";
import { bindings, control, eventually, problemOf, services } from "../testing/client.ts";
import { newExecution } from "../testing/execution.ts";
import {
  cards,
  factsOf,
  intentOf,
  lettersOf,
  orderOf,
  type Placed,
  pay,
  place,
} from "../testing/orders.ts";
import { atTill, openTill, stockOf, till } from "../testing/till.ts";

beforeAll(openTill);

describe("a test card", () => {
  test("that is approved pays the order: stock, facts, letter, log", async () => {
    const placed = await place([
      { quantity: 2, priceMinor: 1500, onHand: 5, requestId: "r-small" },
      { priceMinor: 9000, requestId: "r-large" },
    ]);
    expect(await stockOf(placed.skus[0]!)).toEqual({ onHand: 5, reserved: 2 });
    expect(placed.payment.payPath).toBe(`/checkout/pay/${placed.number}?token=${placed.token}`);
    expect(await pay(placed)).toEqual({ status: "succeeded" });
    const order = await orderOf(placed);
    expect(order).toMatchObject({ state: "paid", paidMinor: order.totalMinor, refundedMinor: 0 });
    expect(order.can).toEqual({ pay: false, cancel: true, requestReturn: false });
    expect(order.events.map(({ kind }) => kind)).toEqual(["created", "payment_pending", "paid"]);
    expect(await stockOf(placed.skus[0]!)).toEqual({ onHand: 3, reserved: 0 });
    const [purchase, ...more] = await factsOf(placed.orderId);
    expect(more).toEqual([]);
    expect(purchase).toMatchObject({
      type: "purchase",
      requestId: "r-large",
      lines: [
        { itemId: placed.skus[0]!.replace(/-1$/, ""), quantity: 2, priceMinor: 1500 },
        { quantity: 1, priceMinor: 9000, currency: "EUR" },
      ],
    });
    expect(await lettersOf(placed.number)).toEqual(["order_paid"]);
  });

  test("that is declined leaves the order waiting, with the reason, and another card pays it", async () => {
    const placed = await place([{}]);
    const declined = { status: "declined", declineCode: "insufficient_funds" };
    expect(await pay(placed, cards.decline)).toEqual(declined);
    const order = await orderOf(placed);
    expect(order).toMatchObject({ state: "payment_pending", paymentFailure: "insufficient_funds" });
    expect(order.can.pay).toBe(true);
    expect(await pay(placed, "4111 1111 1111 1111")).toMatchObject({ declineCode: "unknown_card" });
    expect(await pay(placed)).toEqual({ status: "succeeded" });
    expect(await orderOf(placed)).not.toHaveProperty("paymentFailure");
  });

  test("that asks back is approved by yes and declined by no", async () => {
    const answer = (placed: Placed, confirm: boolean) =>
      placed.browser.call("/api/payments/test/challenge", {
        body: { ...intentOf(placed.payment), confirm },
      });
    const yes = await place([{}]);
    expect(await problemOf(await answer(yes, true))).toEqual({ status: 409, code: "wrong_state" });
    expect(await pay(yes, cards.challenge)).toEqual({ status: "challenge" });
    expect((await orderOf(yes)).state).toBe("payment_pending");
    expect(await (await answer(yes, true)).json()).toEqual({ status: "succeeded" });
    expect((await orderOf(yes)).state).toBe("paid");
    const no = await place([{}]);
    await pay(no, cards.challenge);
    const refused = { status: "declined", declineCode: "challenge_refused" };
    expect(await (await answer(no, false)).json()).toEqual(refused);
    expect((await orderOf(no)).paymentFailure).toBe("challenge_refused");
  });

  test("of a slow bank is approved by a later webhook", async () => {
    const placed = await place([{}]);
    await pay(placed, cards.decline);
    expect(await pay(placed, cards.delay)).toEqual({ status: "processing" });
    const waiting = await orderOf(placed);
    expect(waiting).toMatchObject({ state: "payment_pending", paymentUnderWay: true });
    expect(waiting).not.toHaveProperty("paymentFailure");
    expect(await lettersOf(placed.number)).toEqual(["order_placed"]);
    // Who pays again while it is on its way pays once.
    expect(await pay(placed)).toEqual({ status: "processing" });
    await eventually(async () => ((await orderOf(placed)).state === "paid" ? true : undefined));
    expect(await lettersOf(placed.number)).toEqual(["order_placed", "order_paid"]);
  });

  test("with nonsense on it, or for another's intent, is refused", async () => {
    const placed = await place([{}]);
    const send = (body: Record<string, unknown>) =>
      placed.browser.call("/api/payments/test/confirm", { body });
    const card = { number: cards.approve, expiry: "13/40", code: "1" };
    const nonsense = await send({ ...intentOf(placed.payment), card });
    const { issues } = (await nonsense.json()) as { issues: { path: string }[] };
    expect(issues.map(({ path }) => path)).toEqual(["card.expiry", "card.code"]);
    const foreign = { ...intentOf(placed.payment), clientSecret: crypto.randomUUID() };
    const good = { ...card, expiry: "04/40", code: "123" };
    const refused = await send({ ...foreign, card: good });
    expect(await problemOf(refused)).toEqual({ status: 404, code: "unknown_payment" });
    const old = await send({ ...intentOf(placed.payment), card: { ...good, expiry: "04/20" } });
    expect(await old.json()).toMatchObject({ declineCode: "expired_card" });
  });
});

describe("of payments at the same time", () => {
  test("one is captured", async () => {
    const placed = await place([{ quantity: 2, onHand: 5 }]);
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => pay(placed)));
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(["succeeded"]));
    expect(await stockOf(placed.skus[0]!)).toEqual({ onHand: 3, reserved: 0 });
    expect(await factsOf(placed.orderId)).toHaveLength(1);
    expect(await lettersOf(placed.number)).toEqual(["order_paid"]);
    const order = await orderOf(placed);
    expect(order.paidMinor).toBe(order.totalMinor);
  });

  test("all go on with the one that was begun", async () => {
    const placed = await place([{}]);
    const starts = await Promise.all(
      [1, 2, 3].map(() =>
        placed.browser.call(`/api/orders/${placed.number}/payment?token=${placed.token}`, {
          method: "POST",
        }),
      ),
    );
    for (const start of starts) {
      expect(((await start.json()) as { action: unknown }).action).toEqual(placed.payment.action);
    }
    await pay(placed);
    const late = await placed.browser.call(
      `/api/orders/${placed.number}/payment?token=${placed.token}`,
      { method: "POST" },
    );
    expect(await problemOf(late)).toEqual({ status: 409, code: "wrong_state" });
  });
});

async function makeFree(placed: Placed): Promise<void> {
  await atTill((transaction) =>
    transaction.execute(sql`
      update orders set total_minor = 0, discount_minor = subtotal_minor, shipping_minor = 0
      where id = ${placed.orderId}::uuid`),
  );
}

test("the letter of an order of nothing to pay goes out at once", async () => {
  const placed = await place([{}]);
  await makeFree(placed);
  // What waits from before would go first.
  await control("/sql", { statement: "delete from mails where shop_id = 'till'" });
  const posting = {
    ...bindings,
    MAIL_PROVIDER: "http",
    MAIL_HTTP_URL: `${services.controlUrl}/letters/200`,
    MAIL_HTTP_TOKEN: "token-of-the-tests",
    MAIL_FROM: "shop@till.test",
  };
  const address = `${till.host}/api/orders/${placed.number}/payment?token=${placed.token}`;
  const execution = newExecution();
  await app.fetch(new Request(address, { method: "POST" }), posting, execution);
  await waitOnExecutionContext(execution);
  const letters = await atTill((transaction) =>
    transaction.execute(sql`select template, sent_at is not null as sent from mails`),
  );
  expect([...letters]).toEqual([{ template: "order_paid", sent: true }]);
});

test("an order of nothing to pay is paid by the checkout itself", async () => {
  const placed = await place([{}]);
  await makeFree(placed);
  const started = await placed.browser.call(
    `/api/orders/${placed.number}/payment?token=${placed.token}`,
    { method: "POST" },
  );
  expect(await started.json()).toMatchObject({ action: { kind: "none" }, amountMinor: 0 });
  expect((await orderOf(placed)).state).toBe("paid");
});
