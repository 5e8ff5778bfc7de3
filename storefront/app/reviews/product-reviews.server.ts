import type { ReviewList } from "@slipstream/contracts/review-api";
import type { ProductDetail } from "@slipstream/contracts/shop-api";
import type { StorefrontContext } from "@slipstream/edge/storefront-context";
import { afterShell } from "../server/after-shell.server.ts";

/** As many of the newest as a product's page shows. */
const SHOWN = 3;

/**
 * What buyers say of a product, to be awaited by its section; undefined where nobody has said
 * anything. Never throws: a page without its reviews is shown, and not kept.
 */
export function productReviews(
  { api, streamed, onBroken }: Pick<StorefrontContext, "api" | "streamed" | "onBroken">,
  { itemId, rating }: ProductDetail,
): Promise<Pick<ReviewList, "summary" | "reviews"> | undefined> | undefined {
  if (!rating) return undefined;
  return afterShell({ streamed })
    .then(() => api.reviews(itemId))
    .then(
      ({ summary, reviews }) => ({ summary, reviews: reviews.slice(0, SHOWN) }),
      () => {
        onBroken();
        return undefined;
      },
    );
}
