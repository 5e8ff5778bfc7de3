import type { ReviewList } from "@slipstream/contracts/review-api";
import type { ReactNode } from "react";
import { t } from "../language/text.ts";
import { ChipLink } from "../ui/link.tsx";
import { RatingSummary } from "./rating-summary.tsx";
import { ReviewItem } from "./review-item.tsx";

interface ReviewDigestProps {
  slug: string;
  /** In figures, and the newest of them; undefined where they could not be read. */
  list: Pick<ReviewList, "summary" | "reviews"> | undefined;
  /** What can be done about them. */
  children: ReactNode;
}

/** The reviews of a product in figures, and the newest of them. */
export default function ReviewDigest({ slug, list, children }: ReviewDigestProps) {
  if (!list)
    return <p className="mt-4 text-ink-soft">{t("They cannot be shown at the moment.")}</p>;
  const { count } = list.summary;
  return (
    <div className="mt-6 grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,4fr)_minmax(0,8fr)]">
      <div>
        <RatingSummary summary={list.summary} />
        <p className="mt-6">{children}</p>
      </div>
      <div className="space-y-10">
        {list.reviews.map((review) => (
          <ReviewItem key={review.id} review={review} />
        ))}
        {count > list.reviews.length && (
          <ChipLink to={`/p/${slug}/reviews`}>{t("All {count} reviews", { count })}</ChipLink>
        )}
      </div>
    </div>
  );
}
