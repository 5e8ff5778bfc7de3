import type { ReviewList } from "@slipstream/contracts/review-api";
import { lazy, Suspense } from "react";
import { Await } from "react-router";
import { t } from "../language/text.ts";
import { ChipLink } from "../ui/link.tsx";

/** Fetched after the page has come: its HTML is there already, and nothing in it hurries. */
const ReviewDigest = lazy(() => import("./review-digest.tsx"));

type Digested = Pick<ReviewList, "summary" | "reviews">;

interface ProductReviewsProps {
  product: { itemId: string; slug: string };
  /** Undefined where there are none. */
  reviews: Promise<Digested | undefined> | undefined;
}

/** What buyers say, on the product's page. */
export function ProductReviews({ product: { itemId, slug }, reviews }: ProductReviewsProps) {
  const write = (
    <ChipLink to={`/account/reviews/new?product=${itemId}`}>{t("Write a review")}</ChipLink>
  );
  const digestOf = (list: Digested | undefined) => (
    <ReviewDigest slug={slug} list={list}>
      {write}
    </ReviewDigest>
  );
  return (
    <section id="reviews" aria-labelledby="reviews-title" className="page mt-16 md:mt-26">
      <h2 id="reviews-title" className="text-20 md:text-28">
        {t("What buyers say")}
      </h2>
      {reviews ? (
        <Suspense fallback={<div data-waiting className="h-64" />}>
          <Await resolve={reviews} errorElement={digestOf(undefined)}>
            {digestOf}
          </Await>
        </Suspense>
      ) : (
        <>
          <p className="mt-4 mb-6 text-ink-soft">{t("Nobody has said anything yet.")}</p>
          {write}
        </>
      )}
    </section>
  );
}
