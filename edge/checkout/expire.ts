import { ProblemError } from "@slipstream/contracts/problems";
import type { ShopTransaction } from "../database/database.ts";
import { sweepAnswers } from "../idempotency/answers.ts";
import { log } from "../log.ts";
import { sendExpiredLetter } from "../orders/letters/buyer.ts";
import { transition } from "../orders/transition.ts";
import type { PaymentSurroundings } from "../payments/surroundings.ts";
import { releaseExpired } from "../stock/reservations.ts";
import { giveBackDiscount } from "./discount-use.ts";

/**
 * Cancels the orders of a shop that were not paid in time, gives their stock and codes back, and
 * writes to their buyers; forgets answers that nobody will ask for again. Harmless however often and
 * by however many it is called.
 */
export async function sweepCheckouts(
  surroundings: PaymentSurroundings,
  nowMs: number,
): Promise<void> {
  const { database, shop } = surroundings;
  await database.withShop(shop.id, async (transaction) => {
    for (const orderId of await releaseExpired(transaction, shop.id, nowMs)) {
      await cancel(transaction, surroundings, orderId);
    }
  });
  await database.withShop(shop.id, (transaction) => sweepAnswers(transaction, shop.id));
}

async function cancel(
  transaction: ShopTransaction,
  surroundings: PaymentSurroundings,
  orderId: string,
): Promise<void> {
  const shop = surroundings.shop.id;
  try {
    await transaction.transaction(async (part) => {
      const cause = { system: true, reason: "it was not paid in time" } as const;
      const order = await transition(part, shop, orderId, "cancelled", cause);
      await giveBackDiscount(part, shop, orderId);
      await sendExpiredLetter(part, surroundings, order);
    });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    log("warn", "an order that was not paid in time stays", { shop, order: orderId, error });
  }
}
