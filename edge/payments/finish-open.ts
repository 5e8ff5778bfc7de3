import { voidAbandoned } from "../orders/cancel.ts";
import { receiveWebhook } from "./receive.ts";
import { resumeRefunds } from "./refunds.ts";
import type { PaymentSurroundings } from "./surroundings.ts";
import { deliverDue } from "./test-provider/deliveries.ts";

/**
 * Brings to an end what a fault cut off, in one shop: payments of cancelled orders are called off,
 * refunds that a provider did not answer are asked for again, and webhooks of the test provider that
 * nobody took are posted again. Harmless however often it is called.
 */
export async function finishOpenPayments(surroundings: PaymentSurroundings): Promise<void> {
  const { database, settings, shop, origin } = surroundings;
  await voidAbandoned(surroundings);
  await resumeRefunds(surroundings);
  if (settings.TEST_PAYMENTS === "off") return;
  await deliverDue({
    database,
    shop: shop.id,
    secret: settings.INTERNAL_SECRET,
    origin,
    post: async (request) => {
      const body = await request.text();
      await receiveWebhook(surroundings, "test", { body, headers: request.headers });
      return new Response(null, { status: 204 });
    },
  });
}
