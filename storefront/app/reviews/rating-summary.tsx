import type { ReviewSummary } from "@slipstream/contracts/review-api";
import { t } from "../language/text.ts";
import { shareClass } from "../ui/measure.ts";
import { Stars, starText } from "../ui/stars.tsx";

/** All reviews of a product in one look: the average, and how many gave how many stars. */
export function RatingSummary({ summary }: { summary: ReviewSummary }) {
  const { average, count, histogram } = summary;
  return (
    <div className="max-w-[22rem]">
      <p className="flex items-baseline gap-3">
        <span className="figures font-display text-40 font-semibold">{starText(average)}</span>
        <Stars rating={average} className="text-20" />
      </p>
      <p className="text-14 text-ink-soft">{t("{count} review|{count} reviews", { count })}</p>
      <ul className="mt-4 space-y-1 text-14">
        {[5, 4, 3, 2, 1].map((stars) => (
          <Bar key={stars} stars={stars} given={histogram[stars - 1] ?? 0} of={count} />
        ))}
      </ul>
    </div>
  );
}

function Bar({ stars, given, of }: { stars: number; given: number; of: number }) {
  return (
    <li className="figures grid grid-cols-[1ch_minmax(0,1fr)_4ch] items-center gap-3">
      <span>
        {stars}
        <span className="sr-only"> {t("stars")}:</span>
      </span>
      <span aria-hidden="true" className="h-2 rounded-full bg-control">
        <span
          className={`block h-2 w-(--share) rounded-full bg-ink ${shareClass(given / Math.max(1, of))}`}
        />
      </span>
      <span className="text-right text-ink-soft">{given}</span>
    </li>
  );
}
