import { payments, refunds, testIntents } from "@slipstream/migrations/schema";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { settingsOf } from "../env.ts";
import { signTestWebhook, TEST_SIGNATURE_HEADER } from "../payments/test-provider/signature.ts";
import { bindings, call, control, problemOf } from "../testing/client.ts";
import {
  buy,
  factsOf,
  intentOf,
  lettersOf,
  orderOf,
  type Placed,
  place,
} from "../testing/orders.ts";
import { atTill, openTill, stockOf, till } from "../testing/till.ts";

beforeAll(openTill);

const secret = settingsOf(bindings).INTERNAL_SECRET;

/** A webhook of the test provider, as it would post it. */
async function webhook(
  placed: Placed,
  event: Record<string, unknown>,
  more: { id?: string; ageSeconds?: number; secret?: string } = {},
): Promise<Response> {
  const { reference } = intentOf(placed.payment);
  const body = JSON.stringify({
    id: more.id ?? `test_event_${crypto.randomUUID()}`,
    shop: till.id,
    paymentId: reference.slice("test_".length),
    reference,
    event,
  });
  const atSeconds = Math.floor(Date.now() / 1000) - (more.ageSeconds ?? 0);
  const signature = await signTestWebhook({ secret: more.secret ?? secret, body, atSeconds });
  return call("/api/payments/webhooks/test", {
    host: till.host,
    body,
    headers: { [TEST_SIGNATURE_HEADER]: signature },
  });
}

const success = (placed: Placed, amountMinor = placed.payment.amountMinor) => ({
  kind: "succeeded",
  amountMinor,
  currency: "EUR",
});
const handled = async (response: Response) =>
  ((await response.json()) as { handled?: string }).handled;

/** The provider's books: it takes the money, whatever becomes of the webhook. */
async function takeMoney(placed: Placed): Promise<void> {
  await atTill((transaction) =>
    transaction
      .update(testIntents)
      .set({ state: "succeeded" })
      .where(eq(testIntents.reference, intentOf(placed.payment).reference)),
  );
}

function refundsOf(placed: Placed) {
  return atTill((transaction) =>
    transaction
      .select({ amountMinor: refunds.amountMinor, state: refunds.state })
      .from(refunds)
      .innerJoin(payments, eq(payments.id, refunds.paymentId))
      .where(eq(payments.orderId, placed.orderId)),
  );
}

describe("webhooks", () => {
  test("count once, and older news changes nothing", async () => {
    const placed = await place([{ onHand: 4 }]);
    await takeMoney(placed);
    const id = `test_event_${crypto.randomUUID()}`;
    const twins = await Promise.all(
      [1, 2, 3].map(() => webhook(placed, success(placed), { id }).then(handled)),
    );
    expect(twins.sort()).toEqual(["again", "again", "applied"]);
    // Another event with the same news, and what the provider had said before.
    await webhook(placed, success(placed));
    await webhook(placed, { kind: "failed", failureCode: "card_declined" });
    await webhook(placed, { kind: "processing" });
    await webhook(placed, { kind: "cancelled" });
    const order = await orderOf(placed);
    expect(order).toMatchObject({ state: "paid", refundedMinor: 0 });
    expect(await stockOf(placed.skus[0]!)).toEqual({ onHand: 3, reserved: 0 });
    expect(await factsOf(placed.orderId)).toHaveLength(1);
  });

  test("that come before our own call was answered find the payment by our name for it", async () => {
    const placed = await place([{}]);
    await atTill((transaction) =>
      transaction
        .update(payments)
        .set({ providerReference: null, action: null })
        .where(eq(payments.orderId, placed.orderId)),
    );
    await takeMoney(placed);
    expect(await handled(await webhook(placed, success(placed)))).toBe("applied");
    expect((await orderOf(placed)).state).toBe("paid");
  });

  test("for an order that was cancelled bring the money back", async () => {
    const placed = await place([{ onHand: 1 }]);
    const cancelled = await placed.browser.call(
      `/api/orders/${placed.number}/cancel?token=${placed.token}`,
      { body: {} },
    );
    expect(await cancelled.json()).toMatchObject({ state: "cancelled", paidMinor: 0 });
    const rival = await buy([{ onHand: 1 }]);
    expect((await orderOf(rival)).state).toBe("paid");
    await takeMoney(placed);
    expect(await handled(await webhook(placed, success(placed)))).toBe("applied");
    const order = await orderOf(placed);
    expect(order.state).toBe("cancelled");
    expect(order.refundedMinor).toBe(order.totalMinor);
    expect(await refundsOf(placed)).toEqual([{ amountMinor: order.totalMinor, state: "done" }]);
    expect(await factsOf(placed.orderId)).toEqual([]);
    expect(await lettersOf(placed.number)).toEqual(["order_cancelled", "order_refunded"]);
  });

  test("for goods that somebody else has meanwhile end the order and bring the money back", async () => {
    const placed = await place([{ onHand: 1 }]);
    const [sku] = placed.skus;
    // The hold ran out, and the last one was sold.
    await control("/sql", {
      statement: `
        update reservations set state = 'released' where order_id = '${placed.orderId}';
        update inventory set on_hand = 0, reserved = 0 where sku = '${sku}';`,
    });
    await takeMoney(placed);
    await webhook(placed, success(placed));
    const order = await orderOf(placed);
    expect(order).toMatchObject({ state: "cancelled", refundedMinor: order.totalMinor });
    expect(order.events.map(({ kind }) => kind)).toContain("payment_too_late");
    expect(await stockOf(sku!)).toEqual({ onHand: 0, reserved: 0 });
  });

  test("over another amount than was agreed do not pay the order", async () => {
    const placed = await place([{}]);
    await takeMoney(placed);
    await webhook(placed, success(placed, 1));
    const order = await orderOf(placed);
    expect(order).toMatchObject({ state: "cancelled", paidMinor: 1, refundedMinor: 1 });
  });

  test("that are forged, old, unsigned or of nobody are refused", async () => {
    const placed = await place([{}]);
    const refused = { status: 401, code: "invalid_signature" };
    const event = success(placed);
    expect(
      await problemOf(await webhook(placed, event, { secret: "another-secret-of-16" })),
    ).toEqual(refused);
    expect(await problemOf(await webhook(placed, event, { ageSeconds: 301 }))).toEqual(refused);
    expect(await problemOf(await webhook(placed, event, { ageSeconds: -400 }))).toEqual(refused);
    const bare = await call("/api/payments/webhooks/test", { host: till.host, body: {} });
    expect(await problemOf(bare)).toEqual(refused);
    const nobody = await call("/api/payments/webhooks/paypal", { host: till.host, body: {} });
    expect(await problemOf(nobody)).toEqual({ status: 404, code: "unknown_payment_provider" });
    // Keys of Stripe are not set here.
    const stripe = await call("/api/payments/webhooks/stripe", { host: till.host, body: {} });
    expect(await problemOf(stripe)).toEqual({ status: 404, code: "unknown_payment_provider" });
    expect((await orderOf(placed)).state).toBe("payment_pending");
  });

  test("about what is not ours are taken and change nothing", async () => {
    const placed = await place([{}]);
    const elsewhere = { ...placed, payment: { ...placed.payment } };
    elsewhere.payment.action = {
      kind: "test_card",
      reference: `test_${crypto.randomUUID()}`,
      clientSecret: "x",
    };
    expect(await handled(await webhook(elsewhere, success(placed)))).toBe("ignored");
  });
});
