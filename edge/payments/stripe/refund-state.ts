import type { RefundAnswer } from "../provider.ts";

/** Where a refund of Stripe's stands, in our words. */
export function refundStateOf(status: string | null): RefundAnswer["state"] {
  if (status === "succeeded") return "done";
  return status === "failed" || status === "canceled" ? "failed" : "pending";
}
