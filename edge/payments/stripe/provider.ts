import { ProblemError } from "@slipstream/contracts/problems";
import type { Stripe } from "stripe";
import {
  type PaymentProvider,
  PaymentProviderError,
  type RefundAnswer,
  WEBHOOK_TOLERANCE_SECONDS,
} from "../provider.ts";
import { toStripe } from "./amount.ts";
import { newsOf } from "./news.ts";
import { refundStateOf } from "./refund-state.ts";

const TIMEOUT_MS = 10_000;
const MAX_RETRIES = 2;

export interface StripeKeys {
  secretKey: string;
  publishableKey: string;
  webhookSecret: string;
  /** Another address than Stripe's own. */
  apiUrl?: string | undefined;
}

/** Stripe, through its official library; which is loaded only where it is used. */
export function stripeProvider(keys: StripeKeys): PaymentProvider {
  return {
    name: "stripe",
    createIntent: async (intent) => {
      const { paymentId, shop, orderNumber, amountMinor, currency, email } = intent;
      const created = await asking(async () =>
        (await open(keys)).paymentIntents.create(
          {
            amount: toStripe(amountMinor, currency),
            currency: currency.toLowerCase(),
            automatic_payment_methods: { enabled: true },
            metadata: { shop, paymentId, orderNumber },
            ...(email === undefined ? {} : { receipt_email: email }),
          },
          { idempotencyKey: paymentId },
        ),
      );
      if (created.client_secret === null) {
        throw new PaymentProviderError("Stripe gave no client secret", { retry: false });
      }
      const { publishableKey } = keys;
      const action = { kind: "stripe" as const, clientSecret: created.client_secret };
      return { reference: created.id, action: { ...action, publishableKey } };
    },
    voidIntent: async (reference) => {
      const stripe = await open(keys);
      await asking(() => stripe.paymentIntents.cancel(reference));
    },
    refund: (request) => giveBack(keys, request),
    readWebhook: async ({ body, headers }) => newsOf(await verified(keys, body, headers)),
  };
}

async function open({ secretKey, apiUrl }: StripeKeys): Promise<Stripe> {
  const { Stripe } = await import("stripe");
  const url = apiUrl ? new URL(apiUrl) : undefined;
  return new Stripe(secretKey, {
    httpClient: Stripe.createFetchHttpClient(),
    timeout: TIMEOUT_MS,
    maxNetworkRetries: MAX_RETRIES,
    telemetry: false,
    ...(url === undefined
      ? {}
      : {
          host: url.hostname,
          port: url.port,
          protocol: url.protocol === "http:" ? ("http" as const) : ("https" as const),
        }),
  });
}

async function giveBack(
  keys: StripeKeys,
  request: Parameters<PaymentProvider["refund"]>[0],
): Promise<RefundAnswer> {
  const { refundId, reference, amountMinor, currency, shop } = request;
  const stripe = await open(keys);
  try {
    const refund = await asking(() =>
      stripe.refunds.create(
        {
          payment_intent: reference,
          amount: toStripe(amountMinor, currency),
          metadata: { shop, refundId },
        },
        { idempotencyKey: refundId },
      ),
    );
    const failureCode = refund.failure_reason;
    return {
      reference: refund.id,
      state: refundStateOf(refund.status),
      ...(failureCode === undefined ? {} : { failureCode }),
    };
  } catch (error) {
    if (!(error instanceof PaymentProviderError) || error.retry) throw error;
    return { reference: "", state: "failed", failureCode: codeOf(error.cause) };
  }
}

async function verified(keys: StripeKeys, body: string, headers: Headers): Promise<Stripe.Event> {
  const { Stripe } = await import("stripe");
  const stripe = await open(keys);
  try {
    return await stripe.webhooks.constructEventAsync(
      body,
      headers.get("stripe-signature") ?? "",
      keys.webhookSecret,
      WEBHOOK_TOLERANCE_SECONDS,
      Stripe.createSubtleCryptoProvider(),
    );
  } catch (error) {
    throw new ProblemError("invalid_signature", { cause: error });
  }
}

/** Stripe's refusals never help by asking again; its silence and its own faults may. */
async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const { Stripe } = await import("stripe");
    const refused =
      error instanceof Stripe.errors.StripeInvalidRequestError ||
      error instanceof Stripe.errors.StripeCardError;
    const message = error instanceof Error ? error.message : String(error);
    throw new PaymentProviderError(`Stripe: ${message}`, { retry: !refused, cause: error });
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "refused";
}
