import type { Reach } from "@slipstream/contracts/access";
import { ProblemError } from "@slipstream/contracts/problems";
import { orderLines, orders } from "@slipstream/migrations/schema";
import { and, eq, exists, sql } from "drizzle-orm";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { accessHashOf } from "./access.ts";
import { type LockedOrder, lockOrder } from "./transition.ts";

/** Whose part of an order somebody may see and work on: a seller's, or all of it. */
export interface SaleScope {
  /** Undefined: everybody's. */
  sellerId: string | undefined;
}

/** A seller's scope is their own lines; who reaches all has no bounds. */
export function scopeOf(principal: Principal, reach: Reach): SaleScope {
  return { sellerId: reach === "all" ? undefined : principal.userId };
}

/** Whether a line, parcel or return of that seller belongs to the scope. */
export function isWithin(scope: SaleScope, sellerId: string | null): boolean {
  return scope.sellerId === undefined || scope.sellerId === sellerId;
}

/** Lines of the scope, as a condition on orders. */
export function hasLinesOf(transaction: ShopTransaction, scope: SaleScope) {
  if (scope.sellerId === undefined) return undefined;
  return exists(
    transaction
      .select({ one: sql`1` })
      .from(orderLines)
      .where(and(eq(orderLines.orderId, orders.id), eq(orderLines.sellerId, scope.sellerId))),
  );
}

/**
 * The id of an order that a buyer may look at: their own, one whose token they hold, or any for who
 * reaches all. Throws `unknown_order`, for a foreign one as for none.
 */
export async function orderForBuyer(
  transaction: ShopTransaction,
  shop: string,
  asked: { number: string; token: string | undefined; principal: Principal; reach: Reach },
): Promise<string> {
  const { number, token, principal, reach } = asked;
  const [order] = await transaction
    .select({ id: orders.id, userId: orders.userId, accessHash: orders.accessHash })
    .from(orders)
    .where(and(eq(orders.shopId, shop), eq(orders.number, number)));
  if (!order) throw new ProblemError("unknown_order");
  const own = order.userId !== null && order.userId === principal.userId;
  if (reach === "all" || own) return order.id;
  const opened = token !== undefined && order.accessHash === (await accessHashOf(token));
  if (!opened) throw new ProblemError("unknown_order");
  return order.id;
}

/** Locks an order with lines of the scope. Throws `unknown_order`. */
export async function lockSale(
  transaction: ShopTransaction,
  shop: string,
  number: string,
  scope: SaleScope,
): Promise<LockedOrder> {
  const [order] = await transaction
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.shopId, shop), eq(orders.number, number), hasLinesOf(transaction, scope)));
  if (!order) throw new ProblemError("unknown_order");
  return lockOrder(transaction, shop, order.id);
}
