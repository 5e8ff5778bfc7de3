import { ProblemError } from "@slipstream/contracts/problems";
import type { ReviewVote } from "@slipstream/contracts/review-api";
import { reviews, reviewVotes } from "@slipstream/migrations/schema";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

interface Voter {
  shop: string;
  userId: string;
}

/**
 * Says, or takes back, that a member found a review helpful; said twice it counts once. Throws
 * `unknown_review` for one that is not shown, `own_review` for one's own.
 */
export async function vote(
  transaction: ShopTransaction,
  { shop, userId }: Voter,
  { reviewId, helpful }: { reviewId: string; helpful: boolean },
): Promise<ReviewVote> {
  const one = and(eq(reviews.shopId, shop), eq(reviews.id, reviewId));
  // Held until the end: votes of the same moment are counted one after the other.
  const [review] = await transaction
    .select({ writerId: reviews.userId, state: reviews.state, helpful: reviews.helpful })
    .from(reviews)
    .where(one)
    .for("update");
  if (review?.state !== "published") throw new ProblemError("unknown_review");
  if (review.writerId === userId) throw new ProblemError("own_review");
  const changed = helpful
    ? await transaction
        .insert(reviewVotes)
        .values({ shopId: shop, reviewId, userId })
        .onConflictDoNothing()
        .returning({ userId: reviewVotes.userId })
    : await transaction
        .delete(reviewVotes)
        .where(and(eq(reviewVotes.reviewId, reviewId), eq(reviewVotes.userId, userId)))
        .returning({ userId: reviewVotes.userId });
  const count = review.helpful + changed.length * (helpful ? 1 : -1);
  if (changed.length > 0) await transaction.update(reviews).set({ helpful: count }).where(one);
  return { reviewId, helpful: count };
}

/** Which of a product's reviews the member found helpful, and how many votes these have. */
export function votesOf(
  transaction: ShopTransaction,
  { shop, userId, itemId }: Voter & { itemId: string },
): Promise<ReviewVote[]> {
  return transaction
    .select({ reviewId: reviews.id, helpful: reviews.helpful })
    .from(reviewVotes)
    .innerJoin(reviews, eq(reviews.id, reviewVotes.reviewId))
    .where(
      and(
        eq(reviewVotes.shopId, shop),
        eq(reviewVotes.userId, userId),
        eq(reviews.productId, itemId),
      ),
    );
}

/** Takes all of a member's votes away. Answers how many there were. */
export async function eraseVotes(
  transaction: ShopTransaction,
  { shop, userId }: Voter,
): Promise<number> {
  const own = and(eq(reviewVotes.shopId, shop), eq(reviewVotes.userId, userId));
  const voted = transaction.select({ id: reviewVotes.reviewId }).from(reviewVotes).where(own);
  // Held first, as by who votes, and in one order: nobody waits for one who waits for them.
  await transaction
    .select({ id: reviews.id })
    .from(reviews)
    .where(inArray(reviews.id, voted))
    .orderBy(reviews.id)
    .for("update");
  const gone = await transaction
    .delete(reviewVotes)
    .where(own)
    .returning({ reviewId: reviewVotes.reviewId });
  if (gone.length === 0) return 0;
  const ids = gone.map(({ reviewId }) => reviewId);
  await transaction
    .update(reviews)
    .set({ helpful: sql`${reviews.helpful} - 1` })
    .where(inArray(reviews.id, ids));
  return gone.length;
}
