import type { ReviewList } from "@slipstream/contracts/review-api";
import { Suspense, use } from "react";
import { ChipLink } from "../ui/link.tsx";
import { RatingSummary } from "./rating-summary.tsx";
import { ReviewItem } from "./review-item.tsx";

/** Of a product's reviews, as many as its page shows. */
const SHOWN = 3;

interface ProductReviewsProps {
  product: { itemId: string; slug: string };
  /** Undefined where there are none. */
  reviews: Promise<ReviewList | undefined> | undefined;
}

/** What buyers say, on the product's page. */
export function ProductReviews({ product, reviews }: ProductReviewsProps) {
  return (
    <section id="reviews" aria-labelledby="reviews-title" className="page mt-16 md:mt-26">
      <h2 id="reviews-title" className="text-20 md:text-28">
        What buyers say
      </h2>
      {reviews ? (
        <Suspense fallback={<div data-waiting className="h-64" />}>
          <Some product={product} reviews={reviews} />
        </Suspense>
      ) : (
        <>
          <p className="mt-4 mb-6 text-ink-soft">Nobody has said anything yet.</p>
          <WriteLink itemId={product.itemId} />
        </>
      )}
    </section>
  );
}

type Shown = Pick<ProductReviewsProps, "product"> & { reviews: Promise<ReviewList | undefined> };

function Some({ product, reviews }: Shown) {
  const list = use(reviews);
  if (!list) return <p className="mt-4 text-ink-soft">They cannot be shown at the moment.</p>;
  const { summary } = list;
  return (
    <div className="mt-6 grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,4fr)_minmax(0,8fr)]">
      <div>
        <RatingSummary summary={summary} />
        <p className="mt-6">
          <WriteLink itemId={product.itemId} />
        </p>
      </div>
      <div className="space-y-10">
        {list.reviews.slice(0, SHOWN).map((review) => (
          <ReviewItem key={review.id} review={review} />
        ))}
        {summary.count > SHOWN && (
          <ChipLink to={`/p/${product.slug}/reviews`}>{`All ${summary.count} reviews`}</ChipLink>
        )}
      </div>
    </div>
  );
}

function WriteLink({ itemId }: { itemId: string }) {
  return <ChipLink to={`/account/reviews/new?product=${itemId}`}>Write a review</ChipLink>;
}
