import { type Message, msg, t } from "../../language/text.ts";
import { answerOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { dayText } from "../../ui/date-text.ts";
import { ChipLink, TextLink } from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ProductLine } from "../../ui/product-line.tsx";
import { Stars } from "../../ui/stars.tsx";
import type { Route } from "./+types/reviews";

export async function loader({ context, request }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  return answerOf(client.api.account.reviews.$get(), request);
}

type OwnReview = Route.ComponentProps["loaderData"]["reviews"][number];

const states: Readonly<Record<OwnReview["state"], Message>> = {
  pending: msg("We look at it before others see it"),
  published: msg("Shown in the shop"),
  refused: msg("Not shown"),
};

const editPath = (itemId: string) => `/account/reviews/new?product=${itemId}`;

export default function ReviewsPage({ loaderData }: Route.ComponentProps) {
  const { reviews, toReview } = loaderData;
  return (
    <>
      <h1 className="text-40">{t("Reviews")}</h1>
      {toReview.length > 0 && (
        <section className="mt-8">
          <h2 className="text-20">{t("How did you like these?")}</h2>
          <ul className="mt-4 space-y-4">
            {toReview.map((product) => (
              <li key={product.itemId}>
                <ProductLine product={product}>
                  <ChipLink to={editPath(product.itemId)}>{t("Write a review")}</ChipLink>
                </ProductLine>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="mt-10">
        {toReview.length > 0 && reviews.length > 0 && (
          <h2 className="text-20">{t("What you wrote")}</h2>
        )}
        {reviews.length === 0 && toReview.length === 0 && (
          <Notice title={t("Nothing to review yet")}>
            {t("Once you have bought something, you can say here how you like it.")}
          </Notice>
        )}
        <ul className="mt-4 space-y-8">
          {reviews.map((review) => (
            <li key={review.id}>
              <Written review={review} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Written({ review }: { review: OwnReview }) {
  const { itemId, rating, title, body, state, refusal, writtenAt, product } = review;
  return (
    <article className="border-line border-t pt-4">
      {product ? (
        <TextLink to={`/p/${product.slug}`}>{product.title}</TextLink>
      ) : (
        <p className="text-ink-soft">{t("No longer in the shop")}</p>
      )}
      <p className="mt-2">
        <Stars rating={rating} />
      </p>
      {title && <h3 className="mt-1 text-20">{title}</h3>}
      {body && <p className="measure mt-2 whitespace-pre-line break-words">{body}</p>}
      <p className="mt-2 text-14 text-ink-soft">
        {dayText(writtenAt)} · {t(states[state])}
        {refusal && `: ${refusal}`}
      </p>
      {product && (
        <p className="mt-2 text-14">
          <TextLink to={editPath(itemId)} className="inline-flex min-h-11 items-center">
            {t("Change or remove")}
          </TextLink>
        </p>
      )}
    </article>
  );
}
