import type { Review } from "@slipstream/contracts/review-api";
import type { ReactNode } from "react";
import { t } from "../language/text.ts";
import { useShop } from "../shop.ts";
import { dayText } from "../ui/date-text.ts";
import { Stars } from "../ui/stars.tsx";

/** What one buyer says; `children` is what can be done about it. */
export function ReviewItem({ review, children }: { review: Review; children?: ReactNode }) {
  const { rating, title, body, author, writtenAt, verified, helpful } = review;
  const { simulated } = useShop();
  return (
    <article className="measure">
      <Stars rating={rating} />
      {title && <h3 className="mt-1 text-20">{title}</h3>}
      {body && <p className="mt-2 whitespace-pre-line break-words">{body}</p>}
      <p className="mt-2 text-14 text-ink-soft">
        {author}
        {verified ? `, ${t("who bought it here")}` : simulated && ` (${t("simulated")})`} ·{" "}
        {dayText(writtenAt)}
        {!children && helpful > 0 && (
          <> · {t("helpful to {count} person|helpful to {count} people", { count: helpful })}</>
        )}
      </p>
      {children}
    </article>
  );
}
