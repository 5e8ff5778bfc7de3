import { waitOnExecutionContext } from "cloudflare:test";
import type { CheckoutAnswer } from "@slipstream/contracts/checkout-api";
import type { OrderDetail } from "@slipstream/contracts/order-api";
import { Stripe } from "stripe";
import { beforeAll, expect, test } from "vitest";
import { app } from "../../app.ts";
import { bindings, services } from "../../testing/client.ts";
import { newExecution } from "../../testing/execution.ts";
import { homeAddress, openTill, till, withGoods } from "../../testing/till.ts";

beforeAll(openTill);

const webhookSecret = "whsec_of_the_tests";
const atStripe = {
  ...bindings,
  STRIPE_SECRET_KEY: "sk_test_x",
  STRIPE_PUBLISHABLE_KEY: "pk_test_x",
  STRIPE_WEBHOOK_SECRET: webhookSecret,
  STRIPE_API_URL: services.stripeUrl,
};

/** Calls the worker of a shop whose payments go through Stripe. */
async function ask<T>(
  path: string,
  { body, ...headers }: Record<string, string> & { body?: string },
): Promise<T> {
  const init = { method: "POST", headers: { "cf-connecting-ip": "10.7.7.7", ...headers } };
  const execution = newExecution();
  const request = new Request(
    till.host + path,
    body === undefined ? { headers } : { ...init, body },
  );
  const response = await app.fetch(request, atStripe, execution);
  const text = await response.text();
  await waitOnExecutionContext(execution);
  if (!response.ok) throw new Error(text);
  return JSON.parse(text) as T;
}

/** What Stripe tells of an intent, once its buyer did something. */
async function desk(path: string, method = "GET"): Promise<Record<string, unknown>> {
  const response = await fetch(`${services.stripeUrl}/desk/${path}`, { method });
  return (await response.json()) as Record<string, unknown>;
}

async function tell(type: string, object: unknown): Promise<string> {
  const id = `evt_${crypto.randomUUID()}`;
  const payload = JSON.stringify({ id, object: "event", type, data: { object } });
  const signature = await new Stripe("sk_test_x").webhooks.generateTestHeaderStringAsync({
    payload,
    secret: webhookSecret,
    cryptoProvider: Stripe.createSubtleCryptoProvider(),
  });
  const path = "/api/payments/webhooks/stripe";
  const headers = { "stripe-signature": signature, "content-type": "application/json" };
  return (await ask<{ handled: string }>(path, { ...headers, body: payload })).handled;
}

/** Goods of 15.00 with their delivery, at the checkout of a guest. */
async function order() {
  const { browser } = await withGoods();
  const placed = await ask<CheckoutAnswer>("/api/checkout", {
    body: JSON.stringify({
      email: "ada@people.test",
      shippingAddress: homeAddress,
      shippingMethodId: "post",
    }),
    cookie: browser.cookie,
    "content-type": "application/json",
    "idempotency-key": crypto.randomUUID(),
  });
  const { action } = placed.payment!;
  if (action.kind !== "stripe") throw new Error(`no payment at Stripe: ${action.kind}`);
  const path = (what: string) => `/api/orders/${placed.number}${what}?token=${placed.accessToken}`;
  return {
    intent: action.clientSecret.split("_secret_")[0]!,
    publishableKey: action.publishableKey,
    read: () => ask<OrderDetail>(path(""), {}),
    cancel: () =>
      ask<OrderDetail>(path("/cancel"), { body: "{}", "content-type": "application/json" }),
    payAgain: () => ask<{ action: unknown }>(path("/payment"), { body: "" }),
  };
}

test("an order is paid at Stripe, by an intent of its sum, and a cancelled one is refunded there", async () => {
  const made = await order();
  expect(made.publishableKey).toBe("pk_test_x");
  expect(await desk(made.intent)).toMatchObject({ amount: 1500, currency: "eur" });
  const declined = { ...(await desk(made.intent)), last_payment_error: { code: "card_declined" } };
  expect(await tell("payment_intent.payment_failed", declined)).toBe("applied");
  expect(await made.read()).toMatchObject({ paymentFailure: "card_declined" });
  // Asked again it is the same intent: nobody can pay twice.
  expect(await made.payAgain()).toMatchObject({
    action: { clientSecret: expect.stringContaining(made.intent) },
  });
  const paid = await desk(`${made.intent}/pay`, "POST");
  expect(await tell("payment_intent.succeeded", paid)).toBe("applied");
  expect(await tell("payment_intent.payment_failed", declined)).toBe("applied");
  expect(await made.read()).toMatchObject({ state: "paid", paidMinor: 1500 });
  expect(await made.cancel()).toMatchObject({ state: "cancelled", refundedMinor: 1500 });
  expect(await desk(made.intent)).toMatchObject({ status: "succeeded", refunded: 1500 });
});

test("of an order that nobody pays any more the intent is cancelled at Stripe", async () => {
  const made = await order();
  expect(await made.cancel()).toMatchObject({ state: "cancelled", paidMinor: 0 });
  expect(await desk(made.intent)).toMatchObject({ status: "canceled", refunded: 0 });
});
