import { formatNumber, t } from "../language/text.ts";
import { shareClass } from "./measure.ts";

/** How many of five stars, seen and read. */
export function Stars({ rating, className = "" }: { rating: number; className?: string }) {
  return (
    <span
      role="img"
      aria-label={t("{rating} of 5 stars", { rating: starText(rating) })}
      className={`stars ${shareClass(rating / 5)} ${className}`}
    />
  );
}

/** "4" or "4.3". */
export function starText(rating: number): string {
  return formatNumber(Math.round(rating * 10) / 10);
}
