import { products, reviews } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { writeProductChanges } from "../outbox/write.ts";

/**
 * Counts a product's published reviews anew, in the transaction that published or took away one. The
 * product is changed by it: its pages and cards are made anew.
 */
export async function recountReviews(
  transaction: ShopTransaction,
  shop: string,
  itemId: string,
): Promise<void> {
  const one = and(eq(products.shopId, shop), eq(products.id, itemId));
  // Held before it is counted: who publishes at the same moment counts after us, and counts ours too.
  await transaction.select({ id: products.id }).from(products).where(one).for("update");
  const [counted] = await transaction
    .select({
      count: sql<number>`count(*)::int`,
      sum: sql<number>`coalesce(sum(${reviews.rating}), 0)::int`,
    })
    .from(reviews)
    .where(
      and(eq(reviews.shopId, shop), eq(reviews.productId, itemId), eq(reviews.state, "published")),
    );
  await transaction
    .update(products)
    .set({
      ratingCount: counted?.count ?? 0,
      ratingSum: counted?.sum ?? 0,
      version: sql`${products.version} + 1`,
      updatedAt: sql`clock_timestamp()`,
    })
    .where(one);
  await writeProductChanges(transaction, shop, [itemId]);
}
