import { randomUUID } from "node:crypto";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";

/** As much of a payment intent as Stripe's API tells of one. */
interface Intent {
  id: string;
  object: "payment_intent";
  amount: number;
  amount_received: number;
  currency: string;
  status: "requires_payment_method" | "succeeded" | "canceled";
  client_secret: string;
  metadata: Params;
}

type Params = Readonly<Record<string, string>>;

/** Stripe takes no less than half a euro. */
const LEAST = 50;
const metadata = /^metadata\[(\w+)\]$/;
const ofIntents = [
  /^(amount|currency|receipt_email)$/,
  /^automatic_payment_methods\[enabled\]$/,
  metadata,
];
const ofRefunds = [/^(payment_intent|amount)$/, metadata];

/**
 * A server that speaks as much of Stripe's API as the shop uses, as strictly: it asks for a key and a
 * version, refuses what it does not know, gives the first answer to an idempotency key again, and
 * lets nobody refund more than was paid. `/desk` is what buyers and their banks do.
 */
export function stripeStandIn(): Hono {
  const account = new Account();
  const app = new Hono();
  app.use("/v1/*", onceForAKey());
  app.post("/v1/payment_intents", async (context) =>
    context.json(account.createIntent(await paramsOf(context, ofIntents))),
  );
  app.post("/v1/payment_intents/:id/cancel", async (context) => {
    await paramsOf(context, []);
    return context.json(account.cancel(context.req.param("id")));
  });
  app.post("/v1/refunds", async (context) =>
    context.json(account.refund(await paramsOf(context, ofRefunds))),
  );
  app.post("/desk/:id/pay", (context) => context.json(account.pay(context.req.param("id"))));
  app.get("/desk/:id", (context) => context.json(account.look(context.req.param("id"))));
  return app;
}

/** The intents of a shop at Stripe, and what went back of each. */
class Account {
  readonly #intents = new Map<string, Intent>();
  readonly #refunded = new Map<string, number>();

  createIntent(params: Params): Intent {
    const amount = wholeNumber(params, "amount");
    const { currency = "" } = params;
    if (!/^[a-z]{3}$/.test(currency)) throw invalid("parameter_invalid", "currency");
    if (amount < LEAST) throw invalid("amount_too_small", "amount");
    const id = newId("pi");
    const intent: Intent = {
      id,
      object: "payment_intent",
      amount,
      amount_received: 0,
      currency,
      status: "requires_payment_method",
      client_secret: `${id}_secret_x`,
      metadata: metadataOf(params),
    };
    this.#intents.set(id, intent);
    return intent;
  }

  cancel(id: string): Intent {
    const intent = this.#find(id);
    if (intent.status === "succeeded") throw invalid("payment_intent_unexpected_state");
    intent.status = "canceled";
    return intent;
  }

  pay(id: string): Intent {
    const intent = this.#find(id);
    if (intent.status !== "requires_payment_method") {
      throw invalid("payment_intent_unexpected_state");
    }
    return Object.assign(intent, { status: "succeeded", amount_received: intent.amount });
  }

  refund(params: Params) {
    const { id, currency, amount_received: received } = this.#find(params.payment_intent ?? "");
    const amount = wholeNumber(params, "amount");
    const sum = (this.#refunded.get(id) ?? 0) + amount;
    if (sum > received) throw invalid("charge_already_refunded");
    this.#refunded.set(id, sum);
    return {
      ...{ id: newId("re"), object: "refund", amount, currency, payment_intent: id },
      ...{ status: "succeeded", failure_reason: null, metadata: metadataOf(params) },
    };
  }

  look(id: string): Intent & { refunded: number } {
    return { ...this.#find(id), refunded: this.#refunded.get(id) ?? 0 };
  }

  #find(id: string): Intent {
    const intent = this.#intents.get(id);
    if (!intent) throw invalid("resource_missing", "id");
    return intent;
  }
}

/** Who asks, in which version, and whether it was asked before. */
function onceForAKey(): MiddlewareHandler {
  const answers = new Map<string, { asked: string; body: object }>();
  return async (context, next) => {
    const { authorization = "", "stripe-version": version } = context.req.header();
    if (!/^Bearer sk_test_\w+$/.test(authorization)) throw refusal(401, "invalid_request_error");
    if (version === undefined) throw invalid("parameter_missing", "Stripe-Version");
    const key = context.req.header("idempotency-key");
    const asked = `${context.req.path}?${await context.req.text()}`;
    const first = answers.get(key ?? "");
    if (first && first.asked !== asked) throw refusal(400, "idempotency_error");
    if (first) return context.json(first.body);
    await next();
    if (key === undefined || !context.res.ok) return;
    answers.set(key, { asked, body: (await context.res.clone().json()) as object });
  };
}

async function paramsOf(context: Context, known: readonly RegExp[]): Promise<Params> {
  const params = Object.fromEntries(new URLSearchParams(await context.req.text()));
  const unknown = Object.keys(params).find((name) => !known.some((one) => one.test(name)));
  if (unknown !== undefined) throw invalid("parameter_unknown", unknown);
  return params;
}

function wholeNumber(params: Params, name: string): number {
  const text = params[name];
  if (text === undefined) throw invalid("parameter_missing", name);
  if (!/^\d+$/.test(text)) throw invalid("parameter_invalid_integer", name);
  return Number(text);
}

function metadataOf(params: Params): Params {
  const entries = Object.entries(params).flatMap(([name, value]) => {
    const key = metadata.exec(name)?.[1];
    return key === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}

function invalid(code: string, param = ""): HTTPException {
  return refusal(400, "invalid_request_error", { code, param, message: `${code} ${param}` });
}

function refusal(status: 400 | 401, type: string, more: Params = {}): HTTPException {
  return new HTTPException(status, {
    res: Response.json({ error: { type, ...more } }, { status }),
  });
}

function newId(kind: string): string {
  return `${kind}_${randomUUID().replaceAll("-", "")}`;
}
