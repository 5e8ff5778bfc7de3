import { payments, refunds } from "@slipstream/migrations/schema";
import { eq } from "drizzle-orm";
import { Stripe } from "stripe";
import { beforeAll, expect, test } from "vitest";
import { Database } from "../../database/database.ts";
import { type Settings, settingsOf } from "../../env.ts";
import { bindings } from "../../testing/client.ts";
import { orderOf, type Placed, place } from "../../testing/orders.ts";
import { atTill, openTill, till } from "../../testing/till.ts";
import { receiveWebhook } from "../receive.ts";

beforeAll(openTill);

const webhookSecret = "whsec_of_the_tests";
const settings: Settings = {
  ...settingsOf(bindings),
  STRIPE_SECRET_KEY: "sk_test_x",
  STRIPE_PUBLISHABLE_KEY: "pk_test_x",
  STRIPE_WEBHOOK_SECRET: webhookSecret,
  // Nobody listens there: what needs Stripe's answer stays pending.
  STRIPE_API_URL: "http://127.0.0.1:9",
};

let made = 0;

/** An order whose payment is at Stripe. */
async function placeAtStripe(): Promise<Placed & { intent: string; paymentId: string }> {
  const placed = await place([{ priceMinor: 1000 }]);
  const intent = `pi_test_${Date.now()}_${made++}`;
  const [row] = await atTill((transaction) =>
    transaction
      .update(payments)
      .set({ provider: "stripe", providerReference: intent, action: null })
      .where(eq(payments.orderId, placed.orderId))
      .returning({ id: payments.id }),
  );
  return { ...placed, intent, paymentId: row!.id };
}

/** Posts an event of Stripe's, signed as Stripe does. */
async function post(
  type: string,
  object: Record<string, unknown>,
  more: { id?: string; secret?: string; timestamp?: number; changed?: boolean } = {},
): Promise<string> {
  const id = more.id ?? `evt_${crypto.randomUUID()}`;
  const payload = JSON.stringify({ id, object: "event", type, data: { object } });
  const stripe = new Stripe("sk_test_x");
  const header = await stripe.webhooks.generateTestHeaderStringAsync({
    payload,
    secret: more.secret ?? webhookSecret,
    cryptoProvider: Stripe.createSubtleCryptoProvider(),
    ...(more.timestamp === undefined ? {} : { timestamp: more.timestamp }),
  });
  const surroundings = {
    database: new Database(bindings),
    settings,
    shop: { id: till.id, name: "Till", locale: "en-GB" },
    origin: till.host,
  };
  return receiveWebhook(surroundings, "stripe", {
    body: more.changed ? payload.replace("1500", "1") : payload,
    headers: new Headers({ "stripe-signature": header }),
  });
}

const objectOf = (placed: { intent: string; paymentId: string }, more = {}) => ({
  id: placed.intent,
  object: "payment_intent",
  amount_received: 1500,
  currency: "eur",
  metadata: { shop: till.id, paymentId: placed.paymentId },
  ...more,
});

test("a payment that succeeded pays the order once, whatever comes before and after", async () => {
  const placed = await placeAtStripe();
  const error = {
    last_payment_error: { decline_code: "insufficient_funds", code: "card_declined" },
  };
  await post("payment_intent.payment_failed", objectOf(placed, error));
  expect((await orderOf(placed)).paymentFailure).toBe("insufficient_funds");
  const id = `evt_${crypto.randomUUID()}`;
  const twins = await Promise.all([
    post("payment_intent.succeeded", objectOf(placed), { id }),
    post("payment_intent.succeeded", objectOf(placed), { id }),
  ]);
  expect(twins.sort()).toEqual(["again", "applied"]);
  await post("payment_intent.payment_failed", objectOf(placed, error));
  await post("payment_intent.canceled", objectOf(placed));
  expect(await orderOf(placed)).toMatchObject({ state: "paid", paidMinor: 1500 });
});

test("news before our own call was answered finds the payment by its metadata", async () => {
  const placed = await placeAtStripe();
  await atTill((transaction) =>
    transaction
      .update(payments)
      .set({ providerReference: null })
      .where(eq(payments.id, placed.paymentId)),
  );
  expect(await post("payment_intent.succeeded", objectOf(placed))).toBe("applied");
  expect((await orderOf(placed)).state).toBe("paid");
});

test("signatures that are forged, older than five minutes, or of another body are refused", async () => {
  const placed = await placeAtStripe();
  const refused = { code: "invalid_signature" };
  const send = (more: Parameters<typeof post>[2]) =>
    post("payment_intent.succeeded", objectOf(placed), more);
  await expect(send({ secret: "whsec_of_another" })).rejects.toMatchObject(refused);
  const old = Math.floor(Date.now() / 1000) - 301;
  await expect(send({ timestamp: old })).rejects.toMatchObject(refused);
  await expect(send({ changed: true })).rejects.toMatchObject(refused);
  expect((await orderOf(placed)).state).toBe("payment_pending");
});

test("a refund that Stripe does not answer waits, and its webhook ends it", async () => {
  const placed = await placeAtStripe();
  const { browser, number, token } = placed;
  await browser.call(`/api/orders/${number}/cancel?token=${token}`, { body: {} });
  // Paid too late: the money is to go back, and Stripe is away.
  await post("payment_intent.succeeded", objectOf(placed));
  expect(await orderOf(placed)).toMatchObject({ state: "cancelled", refundedMinor: 0 });
  const [refund] = await atTill((transaction) =>
    transaction.select().from(refunds).where(eq(refunds.paymentId, placed.paymentId)),
  );
  expect(refund).toMatchObject({ state: "pending", amountMinor: 1500 });
  const object = {
    id: "re_1",
    object: "refund",
    amount: 1500,
    currency: "eur",
    status: "succeeded",
    payment_intent: placed.intent,
    metadata: { shop: till.id, refundId: refund!.id },
  };
  await post("refund.updated", object);
  await post("refund.updated", object);
  const order = await orderOf(placed);
  expect(order).toMatchObject({ state: "cancelled", refundedMinor: 1500 });
  expect(order.refunds).toMatchObject([{ state: "done" }]);
  // The bank sends it back after all: two events tell of it, and the log says it once.
  const returned = { ...object, status: "failed", failure_reason: "lost_or_stolen_card" };
  await post("refund.updated", returned);
  await post("refund.failed", returned);
  const { events, refundedMinor } = await orderOf(placed);
  expect(refundedMinor).toBe(1500);
  expect(events.filter(({ kind }) => kind === "refund_failed")).toMatchObject([
    { data: { amountMinor: 1500 } },
  ]);
});

test("a refund made at Stripe's own desk is known here", async () => {
  const placed = await placeAtStripe();
  await post("payment_intent.succeeded", objectOf(placed));
  const object = {
    id: `re_desk_${placed.paymentId}`,
    object: "refund",
    amount: 400,
    currency: "eur",
    status: "succeeded",
    payment_intent: placed.intent,
    metadata: {},
  };
  await post("refund.created", object);
  await post("refund.updated", object);
  expect(await orderOf(placed)).toMatchObject({ state: "paid", refundedMinor: 400 });
});

test("one that is larger than what was left counts all the same, and ours is refused", async () => {
  const placed = await placeAtStripe();
  await post("payment_intent.succeeded", objectOf(placed));
  // All of it is on its way back already, and Stripe has not answered.
  const { browser, number, token } = placed;
  await browser.call(`/api/orders/${number}/cancel?token=${token}`, { body: {} });
  const object = {
    id: `re_late_${placed.paymentId}`,
    object: "refund",
    amount: 400,
    currency: "eur",
    status: "succeeded",
    payment_intent: placed.intent,
    metadata: {},
  };
  expect(await post("refund.created", object)).toBe("applied");
  const order = await orderOf(placed);
  expect(order).toMatchObject({ state: "cancelled", refundedMinor: 400 });
  expect(order.refunds.map(({ state, amountMinor }) => [state, amountMinor])).toEqual(
    expect.arrayContaining([
      ["pending", 1500],
      ["done", 400],
    ]),
  );
});

test("events that mean nothing here, and payments of others, change nothing", async () => {
  const placed = await placeAtStripe();
  expect(await post("customer.created", { id: "cus_1", object: "customer" })).toBe("ignored");
  const elsewhere = { ...objectOf(placed), id: "pi_elsewhere", metadata: {} };
  expect(await post("payment_intent.succeeded", elsewhere)).toBe("ignored");
  const other = { ...objectOf(placed), metadata: { shop: "no-such-shop" } };
  expect(await post("payment_intent.succeeded", other)).toBe("ignored");
  expect((await orderOf(placed)).state).toBe("payment_pending");
});
