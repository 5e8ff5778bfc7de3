import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { PaymentProviderError } from "../provider.ts";
import { fromStripe } from "./amount.ts";
import { stripeProvider } from "./provider.ts";

/** What came in, and what a server that speaks Stripe's language answers next. */
const asked: { path: string; key: string | undefined; body: URLSearchParams }[] = [];
let answer: { status: number; body: unknown } = { status: 200, body: {} };
let server: Server;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const key = request.headers["idempotency-key"];
    asked.push({
      path: `${request.method} ${request.url}`,
      key: Array.isArray(key) ? key[0] : key,
      body: new URLSearchParams(await bodyOf(request)),
    });
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  asked.length = 0;
});

const provider = () =>
  stripeProvider({
    secretKey: "sk_test_x",
    publishableKey: "pk_test_x",
    webhookSecret: "whsec_x",
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
const intent = {
  paymentId: "0192-payment",
  shop: "demo",
  orderNumber: "7K2M-9QXT",
  amountMinor: 1234,
  currency: "EUR",
  email: "ada@people.test",
};
const back = {
  refundId: "r-1",
  reference: "pi_1",
  amountMinor: 500,
  currency: "EUR",
  shop: "demo",
};

test("an intent names our payment, and carries its id as idempotency key", async () => {
  answer = { status: 200, body: { id: "pi_1", object: "payment_intent", client_secret: "pi_1_s" } };
  expect(await provider().createIntent(intent)).toEqual({
    reference: "pi_1",
    action: { kind: "stripe", clientSecret: "pi_1_s", publishableKey: "pk_test_x" },
  });
  const [{ path, key, body } = { path: "", key: "", body: new URLSearchParams() }] = asked;
  expect(path).toBe("POST /v1/payment_intents");
  expect(key).toBe(intent.paymentId);
  expect(Object.fromEntries(body)).toEqual({
    amount: "1234",
    currency: "eur",
    "automatic_payment_methods[enabled]": "true",
    "metadata[shop]": "demo",
    "metadata[paymentId]": intent.paymentId,
    "metadata[orderNumber]": intent.orderNumber,
    receipt_email: "ada@people.test",
  });
});

test("amounts of currencies that Stripe counts otherwise are told in its own units", async () => {
  answer = { status: 200, body: { id: "pi_1", object: "payment_intent", client_secret: "pi_1_s" } };
  for (const [currency, amount] of [
    ["HUF", "1234"],
    ["JPY", "1234"],
    ["ISK", "123400"],
    // 12.34 dinars: thousandths by tens, or Stripe refuses it.
    ["KWD", "12340"],
  ] as const) {
    await provider().createIntent({ ...intent, currency });
    expect(asked.at(-1)?.body.get("amount"), currency).toBe(amount);
  }
  answer = { status: 200, body: { id: "re_1", object: "refund", status: "succeeded" } };
  await provider().refund({ ...back, currency: "ISK" });
  expect(asked.at(-1)?.body.get("amount")).toBe("50000");
  expect(fromStripe(12_340, "kwd")).toBe(1_234);
});

test("a refund is done, pending or failed, as Stripe says", async () => {
  for (const [status, state] of [
    ["succeeded", "done"],
    ["pending", "pending"],
    ["requires_action", "pending"],
    ["failed", "failed"],
    ["canceled", "failed"],
  ]) {
    answer = { status: 200, body: { id: "re_1", object: "refund", status } };
    expect(await provider().refund(back)).toMatchObject({ reference: "re_1", state });
  }
  expect(asked[0]).toMatchObject({ path: "POST /v1/refunds", key: "r-1" });
  expect(Object.fromEntries(asked[0]!.body)).toMatchObject({
    payment_intent: "pi_1",
    amount: "500",
  });
});

test("what Stripe refuses fails for good, what it does not answer may be asked again", async () => {
  const error = { type: "invalid_request_error", code: "charge_already_refunded", message: "No" };
  answer = { status: 400, body: { error } };
  expect(await provider().refund(back)).toMatchObject({
    state: "failed",
    failureCode: "charge_already_refunded",
  });
  const voided = await provider()
    .voidIntent("pi_1")
    .catch((cause: unknown) => cause);
  expect(voided).toBeInstanceOf(PaymentProviderError);
  expect(voided).toMatchObject({ retry: false });
  answer = { status: 500, body: { error: { type: "api_error", message: "Oops" } } };
  asked.length = 0;
  const silent = await provider()
    .refund(back)
    .catch((cause: unknown) => cause);
  expect(silent).toMatchObject({ name: "PaymentProviderError", retry: true });
  expect(asked.length).toBeGreaterThan(1);
  expect(new Set(asked.map(({ key }) => key))).toEqual(new Set(["r-1"]));
});
