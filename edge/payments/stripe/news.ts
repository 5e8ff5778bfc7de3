import type { Stripe } from "stripe";
import type { PaymentNews } from "../provider.ts";
import { fromStripe } from "./amount.ts";
import { refundStateOf } from "./refund-state.ts";

/** What one of Stripe's events means to us; undefined: nothing. */
export function newsOf(event: Stripe.Event): PaymentNews | undefined {
  switch (event.type) {
    case "payment_intent.succeeded": {
      const { amount_received: received, currency } = event.data.object;
      const amountMinor = fromStripe(received, currency);
      const succeeded = { kind: "succeeded" as const, amountMinor };
      return ofIntent(event.id, event.data.object, {
        ...succeeded,
        currency: currency.toUpperCase(),
      });
    }
    case "payment_intent.payment_failed": {
      const error = event.data.object.last_payment_error;
      const failureCode = error?.decline_code ?? error?.code ?? "declined";
      return ofIntent(event.id, event.data.object, { kind: "failed", failureCode });
    }
    case "payment_intent.processing":
      return ofIntent(event.id, event.data.object, { kind: "processing" });
    case "payment_intent.canceled":
      return ofIntent(event.id, event.data.object, { kind: "cancelled" });
    case "refund.created":
    case "refund.updated":
    case "refund.failed":
      return ofRefund(event.id, event.data.object);
    default:
      return undefined;
  }
}

function ofIntent(
  eventId: string,
  intent: Stripe.PaymentIntent,
  event: PaymentNews["event"],
): PaymentNews {
  const { shop, paymentId } = intent.metadata;
  return { eventId, shop, paymentId, reference: intent.id, event };
}

function ofRefund(eventId: string, refund: Stripe.Refund): PaymentNews | undefined {
  const { payment_intent: intent, metadata, failure_reason: failureCode } = refund;
  const reference = typeof intent === "string" ? intent : intent?.id;
  if (reference === undefined) return undefined;
  return {
    eventId,
    shop: metadata?.shop,
    paymentId: undefined,
    reference,
    event: {
      kind: "refund",
      refundId: metadata?.refundId,
      reference: refund.id,
      amountMinor: fromStripe(refund.amount, refund.currency),
      state: refundStateOf(refund.status),
      ...(failureCode === undefined ? {} : { failureCode }),
    },
  };
}
