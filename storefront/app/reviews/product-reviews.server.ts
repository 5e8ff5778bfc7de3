import type { ReviewList } from "@slipstream/contracts/review-api";
import type { ProductDetail } from "@slipstream/contracts/shop-api";
import type { StorefrontContext } from "@slipstream/edge/storefront-context";
import { answerOf } from "../server/answer.server.ts";

/**
 * What buyers say of a product, to be awaited by its section; undefined where nobody has said
 * anything. Never throws: a page without its reviews is shown, and not kept.
 */
export function productReviews(
  { client, onBroken }: Pick<StorefrontContext, "client" | "onBroken">,
  { itemId, rating }: ProductDetail,
): Promise<ReviewList | undefined> | undefined {
  if (!rating) return undefined;
  return answerOf(client.api.reviews.$get({ query: { product: itemId } })).catch(() => {
    onBroken();
    return undefined;
  });
}
