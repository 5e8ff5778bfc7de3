import type { PaymentAction } from "@slipstream/contracts/order-api";

export const providerNames = ["test", "stripe"] as const;
export type ProviderName = (typeof providerNames)[number];

/** What is to be paid. The money is taken as soon as the buyer's bank agrees. */
export interface NewIntent {
  /** Our payment's id: the idempotency key, and what the provider's webhooks name it by. */
  paymentId: string;
  shop: string;
  orderNumber: string;
  amountMinor: number;
  currency: string;
  email: string | undefined;
}

export interface CreatedIntent {
  /** The provider's own name of it. */
  reference: string;
  action: PaymentAction;
}

/** Money to give back. */
export interface RefundRequest {
  /** Our refund's id: the idempotency key, and what the provider's webhooks name it by. */
  refundId: string;
  reference: string;
  amountMinor: number;
  currency: string;
  shop: string;
}

export interface RefundAnswer {
  reference: string;
  state: "done" | "pending" | "failed";
  failureCode?: string;
}

/** What a provider's webhook says, in our words. */
export interface PaymentNews {
  /** Unique at the provider: the same news may come again. */
  eventId: string;
  /** As we named them; undefined for what was not made here. */
  shop: string | undefined;
  paymentId: string | undefined;
  reference: string;
  event:
    | { kind: "succeeded"; amountMinor: number; currency: string }
    | { kind: "failed"; failureCode: string }
    | { kind: "processing" }
    | { kind: "cancelled" }
    | {
        kind: "refund";
        /** Our refund's id; undefined for one that was made at the provider's own desk. */
        refundId: string | undefined;
        reference: string;
        amountMinor: number;
        state: RefundAnswer["state"];
        failureCode?: string;
      };
}

/**
 * A company that takes money for the shop. Every call may be made again with the same id and has
 * its effect once. Calls throw PaymentProviderError where the provider does not answer or refuses.
 */
export interface PaymentProvider {
  readonly name: ProviderName;
  createIntent(intent: NewIntent): Promise<CreatedIntent>;
  /** Lets nobody pay it any more. One that is paid already stays so: its webhook says it. */
  voidIntent(reference: string): Promise<void>;
  refund(request: RefundRequest): Promise<RefundAnswer>;
  /**
   * Reads a webhook. Throws `invalid_signature` where it is not the provider's or too old;
   * undefined for news that means nothing to us.
   */
  readWebhook(request: { body: string; headers: Headers }): Promise<PaymentNews | undefined>;
}

/** The provider did not do what it was asked. */
export class PaymentProviderError extends Error {
  override readonly name = "PaymentProviderError";
  readonly code = "payment_provider_failed";
  /** True where asking again may help: it did not answer, or is overloaded. */
  readonly retry: boolean;

  constructor(message: string, options: { retry: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.retry = options.retry;
  }
}

/** A signature older than this is refused: somebody may have kept it. */
export const WEBHOOK_TOLERANCE_SECONDS = 300;
