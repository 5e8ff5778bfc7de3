import { orderLines, payments } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import { giveBackDiscount } from "../checkout/discount-use.ts";
import type { ShopTransaction } from "../database/database.ts";
import { log } from "../log.ts";
import { openProvider } from "../payments/providers.ts";
import { carryOutRefunds, openRefund } from "../payments/refunds.ts";
import type { PaymentSurroundings } from "../payments/surroundings.ts";
import { releaseReserved, returnToStock } from "../stock/reservations.ts";
import { sendCancelledLetter } from "./letters/buyer.ts";
import { sendSaleLetters } from "./letters/seller.ts";
import { readLines } from "./lines.ts";
import { tellReturns } from "./order-facts.ts";
import { bySeller, sharesOf } from "./shares.ts";
import { standingOf } from "./standing.ts";
import { leftToRefund } from "./states.ts";
import { type LockedOrder, lockOrder, type OrderCause, transition } from "./transition.ts";

/**
 * Cancels an order of which nothing was sent: its stock is free again, and what was paid goes back,
 * all of it. Throws `unknown_order`, and `wrong_state` where something was sent already.
 */
export async function cancelOrder(
  surroundings: PaymentSurroundings,
  options: { orderId: string; cause: OrderCause },
): Promise<void> {
  const { database, shop } = surroundings;
  const { refundId } = await database.withShop(shop.id, async (transaction) => {
    const order = await lockOrder(transaction, shop.id, options.orderId);
    const paid = order.state === "paid";
    const opened = paid
      ? await takeBack(transaction, surroundings, order, options.cause)
      : await letGo(transaction, shop.id, order);
    await transition(transaction, shop.id, order.id, "cancelled", options.cause);
    await giveBackDiscount(transaction, shop.id, order.id);
    const reason = options.cause.reason ?? "";
    const { refundMinor } = opened;
    await sendCancelledLetter(transaction, surroundings, order, { reason, refundMinor });
    return opened;
  });
  await carryOutRefunds(surroundings, [refundId]);
  await voidAbandoned(surroundings);
}

interface Opened {
  refundId: string | undefined;
  refundMinor: number;
}

async function letGo(
  transaction: ShopTransaction,
  shop: string,
  order: LockedOrder,
): Promise<Opened> {
  await releaseReserved(transaction, shop, order.id);
  return { refundId: undefined, refundMinor: 0 };
}

/** What is left in a paid order goes back on the shelf, and its money to the buyer. */
async function takeBack(
  transaction: ShopTransaction,
  surroundings: PaymentSurroundings,
  order: LockedOrder,
  cause: OrderCause,
): Promise<Opened> {
  const shop = surroundings.shop.id;
  const before = await readLines(transaction, shop, order.id);
  const left = before
    .map((line) => ({
      ...line,
      left: line.quantity - line.cancelledQuantity - line.fulfilledQuantity,
    }))
    .filter((line) => line.left > 0);
  const amountMinor = leftToRefund(await standingOf(transaction, shop, order));
  const shares = sharesOf(order, before).map(({ sellerId, goodsMinor }) => ({
    sellerId,
    amountMinor: goodsMinor,
  }));
  const refundId = await openRefund(transaction, shop, order, {
    amountMinor,
    reason: cause.reason ?? "",
    lines: left.map(({ position, left: quantity }) => ({ position, quantity })),
    // Whole sales; what was given back of them before is left out where it is written down.
    shares: bySeller(shares),
  });
  await transaction
    .update(orderLines)
    .set({ cancelledQuantity: sql`${orderLines.quantity} - ${orderLines.fulfilledQuantity}` })
    .where(and(eq(orderLines.shopId, shop), eq(orderLines.orderId, order.id)));
  await returnToStock(
    transaction,
    shop,
    left.map(({ sku, left: quantity }) => ({ sku, quantity })),
  );
  const after = await readLines(transaction, shop, order.id);
  await tellReturns(transaction, shop, order, { before, after });
  const lines = left.map((line) => ({ ...line, quantity: line.left }));
  await sendSaleLetters(transaction, surroundings, { news: "sale_cancelled", order, lines });
  return { refundId, refundMinor: amountMinor };
}

const MAX_VOIDED_AT_ONCE = 20;

/**
 * Tells providers that nobody is to pay for orders that were cancelled. Where one was paid all the
 * same, its webhook brings the money back.
 */
export async function voidAbandoned(surroundings: PaymentSurroundings): Promise<void> {
  const { database, shop } = surroundings;
  const abandoned = await database.withShop(shop.id, (transaction) =>
    transaction
      .execute<{ id: string; provider: string; reference: string | null }>(sql`
        update ${payments} p set state = 'cancelled', updated_at = now()
        where p.id in (
          select q.id from payments q join orders o on o.id = q.order_id
          where q.shop_id = ${shop.id} and o.state = 'cancelled'
            and q.state in ('requires_action', 'authorised', 'failed')
          limit ${MAX_VOIDED_AT_ONCE} for update of q skip locked)
        returning p.id, p.provider, p.provider_reference as reference`)
      .then((rows) => [...rows]),
  );
  for (const { provider, reference } of abandoned) {
    if (reference === null) continue;
    try {
      await openProvider(provider, surroundings).voidIntent(reference);
    } catch (error) {
      log("warn", "a payment could not be called off", { shop: shop.id, reference, error });
    }
  }
}
