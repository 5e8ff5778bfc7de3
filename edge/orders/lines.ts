import { orderLines } from "@slipstream/migrations/schema";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

export type OrderLineRow = typeof orderLines.$inferSelect;

/** An order's lines, first to last. */
export function readLines(
  transaction: ShopTransaction,
  shop: string,
  orderId: string,
): Promise<OrderLineRow[]> {
  return transaction
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.shopId, shop), eq(orderLines.orderId, orderId)))
    .orderBy(asc(orderLines.position));
}

/** The lines of several orders by order, first to last. */
export async function readLinesOf(
  transaction: ShopTransaction,
  shop: string,
  orderIds: readonly string[],
): Promise<Map<string, OrderLineRow[]>> {
  if (orderIds.length === 0) return new Map();
  const rows = await transaction
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.shopId, shop), inArray(orderLines.orderId, [...orderIds])))
    .orderBy(asc(orderLines.position));
  return Map.groupBy(rows, ({ orderId }) => orderId);
}
