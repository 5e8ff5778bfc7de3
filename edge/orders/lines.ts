import { orderLines } from "@slipstream/migrations/schema";
import { and, asc, eq } from "drizzle-orm";
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
