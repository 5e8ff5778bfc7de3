import { ProblemError } from "@slipstream/contracts/problems";
import type { ModeratedReview, ReviewState } from "@slipstream/contracts/review-api";
import { products, reviews, users } from "@slipstream/migrations/schema";
import { and, asc, eq, sql } from "drizzle-orm";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";
import { recountReviews } from "./recount.ts";
import { reviewColumns, toReview } from "./review-columns.ts";

const PAGE_SIZE = 20;

/** One page of the reviews in a state, the longest waiting first, and how many are in each. */
export async function readQueue(
  transaction: ShopTransaction,
  query: { shop: string; state: ReviewState; page: number },
) {
  const { shop, state, page } = query;
  const [rows, totals] = await Promise.all([
    transaction
      .select({
        ...reviewColumns,
        state: reviews.state,
        refusal: reviews.refusal,
        itemId: reviews.productId,
        productTitle: products.title,
        productSlug: products.slug,
      })
      .from(reviews)
      .innerJoin(
        products,
        and(eq(products.shopId, reviews.shopId), eq(products.id, reviews.productId)),
      )
      .leftJoin(users, eq(users.id, reviews.userId))
      .where(and(eq(reviews.shopId, shop), eq(reviews.state, state)))
      .orderBy(asc(reviews.updatedAt), asc(reviews.id))
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE),
    transaction
      .select({ state: reviews.state, count: sql<number>`count(*)::int` })
      .from(reviews)
      .where(eq(reviews.shopId, shop))
      .groupBy(reviews.state),
  ]);
  const counts = { pending: 0, published: 0, refused: 0 };
  for (const total of totals) counts[total.state] = total.count;
  const list: ModeratedReview[] = rows.map((row) => ({
    ...toReview(row),
    state: row.state,
    refusal: row.refusal,
    itemId: row.itemId,
    productTitle: row.productTitle,
    productSlug: row.productSlug,
  }));
  return { reviews: list, counts, page, pages: Math.ceil(counts[state] / PAGE_SIZE) };
}

/** Publishes or refuses a review; what was decided may be decided anew. Throws `unknown_review`. */
export async function decideReview(
  transaction: ShopTransaction,
  shop: string,
  options: {
    principal: Principal;
    id: string;
    decision: "publish" | "refuse";
    /** Why it is refused. */
    reason: string;
  },
): Promise<void> {
  const { principal, id, decision, reason } = options;
  const one = and(eq(reviews.shopId, shop), eq(reviews.id, id));
  const [before] = await transaction
    .select({ state: reviews.state, itemId: reviews.productId })
    .from(reviews)
    .where(one)
    .for("update");
  if (!before) throw new ProblemError("unknown_review");
  const state = decision === "publish" ? "published" : "refused";
  await transaction
    .update(reviews)
    .set({ state, refusal: reason, moderatedAt: new Date() })
    .where(one);
  if (before.state === "published" || state === "published") {
    await recountReviews(transaction, shop, before.itemId);
  }
  await writeAudit(transaction, shop, {
    principal,
    action: decision,
    resource: "review",
    resourceId: id,
    before: { state: before.state },
    after: { state },
    reason,
  });
}
