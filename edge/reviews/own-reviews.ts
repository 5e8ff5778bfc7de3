import type { OwnReview } from "@slipstream/contracts/review-api";
import { orderLines, orders, products, reviews } from "@slipstream/migrations/schema";
import { and, desc, eq, inArray, max, notExists } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

/** The states of an order whose goods are the buyer's: from then on they may speak of them. */
const BOUGHT = [
  "paid",
  "partly_fulfilled",
  "fulfilled",
  "delivered",
  "return_requested",
  "returned",
] as const;

const MAX_LISTED = 100;
/** What was bought longest ago is not asked about for ever. */
const MAX_TO_REVIEW = 12;

/** The order in which this member bought the product; undefined where they did not. */
export async function orderThatBought(
  transaction: ShopTransaction,
  who: { shop: string; userId: string; itemId: string },
): Promise<string | undefined> {
  const [found] = await transaction
    .select({ orderId: orders.id })
    .from(orders)
    .innerJoin(orderLines, eq(orderLines.orderId, orders.id))
    .where(and(boughtBy(who), eq(orderLines.productId, who.itemId)))
    .orderBy(desc(orders.createdAt))
    .limit(1);
  return found?.orderId;
}

function boughtBy({ shop, userId }: { shop: string; userId: string }) {
  return and(
    eq(orders.shopId, shop),
    eq(orders.userId, userId),
    inArray(orders.state, [...BOUGHT]),
  );
}

/** Products that the member bought, that are for sale, and that they have not reviewed. */
export async function itemsToReview(
  transaction: ShopTransaction,
  who: { shop: string; userId: string },
): Promise<string[]> {
  const written = transaction
    .select({ id: reviews.id })
    .from(reviews)
    .where(
      and(
        eq(reviews.shopId, who.shop),
        eq(reviews.userId, who.userId),
        eq(reviews.productId, orderLines.productId),
      ),
    );
  const rows = await transaction
    .select({ itemId: orderLines.productId })
    .from(orders)
    .innerJoin(orderLines, eq(orderLines.orderId, orders.id))
    .innerJoin(
      products,
      and(eq(products.shopId, orderLines.shopId), eq(products.id, orderLines.productId)),
    )
    .where(and(boughtBy(who), eq(products.status, "published"), notExists(written)))
    .groupBy(orderLines.productId)
    .orderBy(desc(max(orders.createdAt)), orderLines.productId)
    .limit(MAX_TO_REVIEW);
  return rows.map(({ itemId }) => itemId);
}

/** The member's reviews, newest first; of one product where `itemId` is given. */
export async function ownReviews(
  transaction: ShopTransaction,
  who: { shop: string; userId: string; itemId?: string },
): Promise<OwnReview[]> {
  const rows = await transaction
    .select()
    .from(reviews)
    .where(
      and(
        eq(reviews.shopId, who.shop),
        eq(reviews.userId, who.userId),
        who.itemId === undefined ? undefined : eq(reviews.productId, who.itemId),
      ),
    )
    .orderBy(desc(reviews.createdAt))
    .limit(MAX_LISTED);
  return rows.map((row) => ({
    id: row.id,
    itemId: row.productId,
    rating: row.rating,
    title: row.title,
    body: row.body,
    writtenAt: row.createdAt.toISOString(),
    state: row.state,
    refusal: row.refusal,
  }));
}
