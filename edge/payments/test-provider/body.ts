import { z } from "zod";

/** What the test provider's webhooks hold. */
export const testWebhookSchema = z.strictObject({
  id: z.string(),
  shop: z.string(),
  paymentId: z.string(),
  reference: z.string(),
  event: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("succeeded"),
      amountMinor: z.number().int(),
      currency: z.string(),
    }),
    z.strictObject({ kind: z.literal("failed"), failureCode: z.string() }),
    z.strictObject({ kind: z.literal("processing") }),
    z.strictObject({ kind: z.literal("cancelled") }),
    z.strictObject({
      kind: z.literal("refund"),
      refundId: z.string(),
      reference: z.string(),
      amountMinor: z.number().int(),
      state: z.enum(["done", "pending", "failed"]),
    }),
  ]),
});
export type TestWebhook = z.infer<typeof testWebhookSchema>;
