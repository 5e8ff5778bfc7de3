import { ProblemError } from "@slipstream/contracts/problems";
import type { Database, ShopTransaction } from "../database/database.ts";
import { sweepAnswers } from "../idempotency/answers.ts";
import { log } from "../log.ts";
import { transition } from "../orders/transition.ts";
import { releaseExpired } from "../stock/reservations.ts";
import { giveBackDiscount } from "./discount-use.ts";

/**
 * Cancels the orders of a shop that were not paid in time, and gives their stock and codes back;
 * forgets answers that nobody will ask for again. Harmless however often and by however many it is
 * called.
 */
export async function sweepCheckouts(
  database: Database,
  shop: string,
  nowMs: number,
): Promise<void> {
  await database.withShop(shop, async (transaction) => {
    for (const orderId of await releaseExpired(transaction, shop, nowMs)) {
      await cancel(transaction, shop, orderId);
    }
  });
  await database.withShop(shop, (transaction) => sweepAnswers(transaction, shop));
}

async function cancel(transaction: ShopTransaction, shop: string, orderId: string): Promise<void> {
  try {
    await transaction.transaction(async (part) => {
      const cause = { system: true, reason: "it was not paid in time" } as const;
      await transition(part, shop, orderId, "cancelled", cause);
      await giveBackDiscount(part, shop, orderId);
    });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    log("warn", "an order that was not paid in time stays", { shop, order: orderId, error });
  }
}
