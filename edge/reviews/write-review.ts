import { ProblemError } from "@slipstream/contracts/problems";
import type { ReviewInput } from "@slipstream/contracts/review-api";
import { reviews } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { lockMember } from "../accounts/lock-member.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeFacts } from "../outbox/write.ts";
import { readShopSettings } from "../settings/shop-settings.ts";
import { orderThatBought } from "./own-reviews.ts";
import { recountReviews } from "./recount.ts";

interface Writer {
  shop: string;
  userId: string;
  /** Undefined for who does not agree to be followed. */
  visitorId: string | undefined;
  itemId: string;
}

/**
 * Writes a member's review of a product, or writes it anew. It waits for a look at it unless the
 * shop publishes at once. The rating goes out as a fact with the first writing only: a change of
 * mind is not a second buyer. Throws `purchase_required`.
 */
export async function writeReview(
  transaction: ShopTransaction,
  { shop, userId, visitorId, itemId }: Writer,
  input: ReviewInput,
): Promise<void> {
  // Two of one member at once would both be the first.
  await lockMember(transaction, userId);
  const orderId = await orderThatBought(transaction, { shop, userId, itemId });
  if (orderId === undefined) throw new ProblemError("purchase_required");
  const { "reviews.publish_at_once": atOnce } = await readShopSettings(transaction, shop);
  const state = atOnce ? "published" : "pending";
  const [known] = await transaction
    .select({ state: reviews.state })
    .from(reviews)
    .where(ownReview({ shop, userId, itemId }))
    .for("update");
  const now = new Date();
  const fresh = { ...input, orderId, state, refusal: "", updatedAt: now } as const;
  await transaction
    .insert(reviews)
    .values({ id: uuidv7(), shopId: shop, productId: itemId, userId, ...fresh })
    .onConflictDoUpdate({
      target: [reviews.shopId, reviews.productId, reviews.userId],
      set: fresh,
    });
  if (!known) {
    const fact = {
      type: "rating",
      visitorId,
      userId,
      itemId,
      orderId,
      rating: input.rating,
    } as const;
    await writeFacts(transaction, shop, [fact]);
  }
  if (state === "published" || known?.state === "published") {
    await recountReviews(transaction, shop, itemId);
  }
}

/** Takes a member's review away. Throws `unknown_review`. */
export async function deleteReview(
  transaction: ShopTransaction,
  who: { shop: string; userId: string; itemId: string },
): Promise<void> {
  const [gone] = await transaction
    .delete(reviews)
    .where(ownReview(who))
    .returning({ state: reviews.state });
  if (!gone) throw new ProblemError("unknown_review");
  if (gone.state === "published") await recountReviews(transaction, who.shop, who.itemId);
}

function ownReview(who: { shop: string; userId: string; itemId: string }) {
  return and(
    eq(reviews.shopId, who.shop),
    eq(reviews.userId, who.userId),
    eq(reviews.productId, who.itemId),
  );
}
