import type { OrderState } from "@slipstream/contracts/order-api";
import { ProblemError } from "@slipstream/contracts/problems";
import type { RefundRequestBody } from "@slipstream/contracts/sales-api";
import { orderLines, payments, refunds } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";
import { carryOutRefunds, openRefund } from "../payments/refunds.ts";
import type { PaymentSurroundings } from "../payments/surroundings.ts";
import { returnToStock } from "../stock/reservations.ts";
import { advance } from "./advance.ts";
import { accountOf } from "./ledger.ts";
import { readLines } from "./lines.ts";
import { tellReturns } from "./order-facts.ts";
import { isWithin, lockSale, type SaleScope } from "./scope.ts";
import { bySeller, sharesOf, worthOf } from "./shares.ts";
import { chosenUnits } from "./ship.ts";
import { standingOf } from "./standing.ts";
import { leftToRefund } from "./states.ts";
import { type LockedOrder, transition } from "./transition.ts";

interface Work {
  number: string;
  scope: SaleScope;
  principal: Principal;
  request: RefundRequestBody;
}

const refundable: readonly OrderState[] = [
  "paid",
  "partly_fulfilled",
  "fulfilled",
  "delivered",
  "return_requested",
  "returned",
];

/** What is to be done after the transaction, and where the order is. */
interface Outcome {
  refundId: string | undefined;
  state: OrderState;
}

/**
 * Gives money back: for units that will not be sent, or an amount on top of what was sent. A seller
 * gives back of their own sale only. When nothing of an order is left to send, and nothing was sent,
 * all of its money goes back and it is cancelled. Throws `unknown_order`, `wrong_state`,
 * `invalid_request`, `refund_too_large`.
 */
export async function refundSale(
  surroundings: PaymentSurroundings,
  work: Work,
): Promise<OrderState> {
  const { database, shop } = surroundings;
  const { refundId, state } = await database.withShop(shop.id, async (transaction) => {
    const order = await lockSale(transaction, shop.id, work.number, work.scope);
    if (!mayRefund(order.state, work)) {
      throw new ProblemError("wrong_state", { detail: `the order is ${order.state}` });
    }
    const { principal, request } = work;
    const outcome =
      "lines" in request
        ? await refundUnits(transaction, order, work, request)
        : await refundAmount(transaction, order, work, request);
    await writeAudit(transaction, shop.id, {
      principal,
      action: "refund",
      resource: "order",
      resourceId: order.number,
      after: request,
      reason: request.reason,
    });
    return outcome;
  });
  await carryOutRefunds(surroundings, [refundId]);
  return database.withShop(shop.id, async (transaction) => {
    // A refund of everything has moved it on.
    if (refundId === undefined) return state;
    return (await lockSale(transaction, shop.id, work.number, work.scope)).state;
  });
}

/** An order that was cancelled while its refund failed is still to be given back, by the shop. */
function mayRefund(state: OrderState, { scope, request }: Work): boolean {
  if (refundable.includes(state)) return true;
  return state === "cancelled" && scope.sellerId === undefined && "amountMinor" in request;
}

async function refundUnits(
  transaction: ShopTransaction,
  order: LockedOrder,
  { scope, principal }: Work,
  request: Extract<RefundRequestBody, { lines: unknown }>,
): Promise<Outcome> {
  const shop = order.shopId;
  const before = await readLines(transaction, shop, order.id);
  const mine = before.filter((line) => isWithin(scope, line.sellerId));
  const chosen = chosenUnits(mine, request.lines);
  const shares = sharesOf(order, before);
  const worth = chosen.map(({ line, quantity }) => ({
    sellerId: line.sellerId,
    ...worthOf(shares.find(({ position }) => position === line.position)!, quantity),
  }));
  for (const { line, quantity } of chosen) {
    await transaction
      .update(orderLines)
      .set({ cancelledQuantity: sql`${orderLines.cancelledQuantity} + ${quantity}` })
      .where(and(eq(orderLines.orderId, order.id), eq(orderLines.position, line.position)));
  }
  if (request.restock) {
    await returnToStock(
      transaction,
      shop,
      chosen.map(({ line, quantity }) => ({ sku: line.sku, quantity })),
    );
  }
  const after = await readLines(transaction, shop, order.id);
  await tellReturns(transaction, shop, order, { before, after });
  const nothingLeft = after.every(
    ({ cancelledQuantity, quantity }) => cancelledQuantity === quantity,
  );
  const left = await leftOf(transaction, order);
  const sum = worth.reduce((all, { goodsMinor, taxMinor }) => all + goodsMinor + taxMinor, 0);
  const refundId = await openRefund(transaction, shop, order, {
    amountMinor: nothingLeft ? left : Math.min(sum, left),
    reason: request.reason,
    lines: request.lines,
    sellerId: scope.sellerId,
    shares: bySeller(
      worth.map(({ sellerId, goodsMinor }) => ({ sellerId, amountMinor: goodsMinor })),
    ),
  });
  if (nothingLeft) {
    const cause = { principal, reason: request.reason };
    await transition(transaction, shop, order.id, "cancelled", cause);
    return { refundId, state: "cancelled" };
  }
  return { refundId, state: await advance(transaction, shop, order.id, { principal }) };
}

async function refundAmount(
  transaction: ShopTransaction,
  order: LockedOrder,
  { scope }: Work,
  { amountMinor, reason }: Extract<RefundRequestBody, { amountMinor: number }>,
): Promise<Outcome> {
  const shop = order.shopId;
  const { sellerId } = scope;
  if (sellerId !== undefined) {
    const most = await refundableOf(transaction, order, scope);
    if (amountMinor > most) throw new ProblemError("refund_too_large");
  }
  const whole = amountMinor === (await leftOf(transaction, order));
  let shares = sellerId === undefined ? [] : [{ sellerId, amountMinor }];
  if (sellerId === undefined && whole) {
    // All the money goes back: every seller's sale with it. Less than all the shop bears itself.
    const lines = await readLines(transaction, shop, order.id);
    shares = bySeller(
      sharesOf(order, lines).map((share) => ({
        sellerId: share.sellerId,
        amountMinor: share.goodsMinor,
      })),
    );
  }
  const refundId = await openRefund(transaction, shop, order, {
    amountMinor,
    reason,
    sellerId,
    shares,
  });
  return { refundId, state: order.state };
}

/** What can still be given back by amount: of a seller's own sale, or of the whole order. */
export async function refundableOf(
  transaction: ShopTransaction,
  order: LockedOrder,
  { sellerId }: SaleScope,
): Promise<number> {
  const left = await leftOf(transaction, order);
  if (sellerId === undefined) return left;
  const { saleMinor, refundedMinor } = await accountOf(
    transaction,
    order.shopId,
    order.id,
    sellerId,
  );
  const pending = await transaction
    .select({ shares: refunds.shares })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(eq(payments.orderId, order.id), eq(refunds.state, "pending")));
  const open = pending
    .flatMap(({ shares }) => shares)
    .filter((share) => share.sellerId === sellerId)
    .reduce((all, { amountMinor }) => all + amountMinor, 0);
  return Math.max(0, Math.min(left, saleMinor - refundedMinor - open));
}

async function leftOf(transaction: ShopTransaction, order: LockedOrder): Promise<number> {
  return leftToRefund(await standingOf(transaction, order.shopId, order));
}
