import { ProblemError } from "@slipstream/contracts/problems";
import { testIntents } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../../database/database.ts";
import type { PaymentProvider } from "../provider.ts";
import { testWebhookSchema } from "./body.ts";
import { announce } from "./deliveries.ts";
import { TEST_SIGNATURE_HEADER, verifyTestWebhook } from "./signature.ts";

/**
 * A provider that needs no service: it keeps its books in tables of its own and tells of everything
 * by signed webhooks, as a real one does. No money moves.
 */
export function testProvider(options: {
  database: Database;
  shop: string;
  secret: string;
}): PaymentProvider {
  const { database, shop, secret } = options;
  return {
    name: "test",
    createIntent: async ({ paymentId, amountMinor, currency }) => {
      const reference = `test_${paymentId}`;
      const clientSecret = await database.withShop(shop, async (transaction) => {
        await transaction
          .insert(testIntents)
          .values({
            reference,
            shopId: shop,
            paymentId,
            clientSecret: crypto.randomUUID(),
            amountMinor,
            currency,
            state: "requires_card",
          })
          .onConflictDoNothing();
        const [intent] = await transaction
          .select({ clientSecret: testIntents.clientSecret })
          .from(testIntents)
          .where(intentIs(shop, reference));
        return intent!.clientSecret;
      });
      return { reference, action: { kind: "test_card", reference, clientSecret } };
    },
    voidIntent: (reference) =>
      database.withShop(shop, async (transaction) => {
        await transaction
          .update(testIntents)
          .set({ state: "cancelled" })
          .where(and(intentIs(shop, reference), sql`${testIntents.state} <> 'succeeded'`));
      }),
    refund: (request) => giveBack(database, shop, request),
    readWebhook: async ({ body, headers }) => {
      const header = headers.get(TEST_SIGNATURE_HEADER);
      if (!(await verifyTestWebhook({ secret, body, header }))) {
        throw new ProblemError("invalid_signature");
      }
      const { id, ...news } = testWebhookSchema.parse(JSON.parse(body));
      return { eventId: id, ...news };
    },
  };
}

function giveBack(
  database: Database,
  shop: string,
  request: Parameters<PaymentProvider["refund"]>[0],
): ReturnType<PaymentProvider["refund"]> {
  const { refundId, reference, amountMinor } = request;
  return database.withShop(shop, async (transaction) => {
    const [intent] = await transaction
      .select()
      .from(testIntents)
      .where(intentIs(shop, reference))
      .for("update");
    const refundReference = `test_refund_${refundId}`;
    if (intent?.refundIds.includes(refundId)) return { reference: refundReference, state: "done" };
    if (intent?.state !== "succeeded" || intent.refundedMinor + amountMinor > intent.amountMinor) {
      const failureCode = intent?.state === "succeeded" ? "amount_too_large" : "nothing_captured";
      return { reference: refundReference, state: "failed", failureCode };
    }
    await transaction
      .update(testIntents)
      .set({
        refundedMinor: intent.refundedMinor + amountMinor,
        refundIds: sql`array_append(${testIntents.refundIds}, ${refundId})`,
      })
      .where(intentIs(shop, reference));
    await announce(transaction, intent, {
      kind: "refund",
      refundId,
      reference: refundReference,
      amountMinor,
      state: "done",
    });
    return { reference: refundReference, state: "done" };
  });
}

function intentIs(shop: string, reference: string) {
  return and(eq(testIntents.shopId, shop), eq(testIntents.reference, reference));
}
