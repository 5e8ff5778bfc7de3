import type { ReviewSort } from "@slipstream/contracts/review-api";
import { redirect } from "react-router";
import { type Message, msg, t } from "../language/text.ts";
import { pageOf } from "../list-query.ts";
import { HelpfulVote, VOTE } from "../reviews/helpful-vote.tsx";
import { RatingSummary } from "../reviews/rating-summary.tsx";
import { ReviewItem } from "../reviews/review-item.tsx";
import { answerOf, problemOf } from "../server/answer.server.ts";
import { formTexts } from "../server/form-text.server.ts";
import { critical, storefrontOf } from "../server/storefront.server.ts";
import { Breadcrumbs } from "../ui/breadcrumbs.tsx";
import { ChipLink } from "../ui/link.tsx";
import { Notice } from "../ui/notice.tsx";
import { pageMeta } from "../ui/page-meta.ts";
import { Pagination } from "../ui/pagination.tsx";
import type { Route } from "./+types/product-reviews";

const sorts: Readonly<Record<ReviewSort, Message>> = {
  newest: msg("Newest first"),
  helpful: msg("Most helpful first"),
  highest: msg("Best first"),
  lowest: msg("Worst first"),
};

export async function loader({ context, params, url }: Route.LoaderArgs) {
  const { api, client } = storefrontOf(context);
  const product = await critical(api.product(params.slug));
  if (product.slug !== params.slug) throw redirect(`/p/${product.slug}/reviews`, 301);
  const asked = url.searchParams.get("sort") ?? "";
  const sort: ReviewSort = Object.hasOwn(sorts, asked) ? (asked as ReviewSort) : "newest";
  const page = pageOf(url.searchParams);
  const query = { product: product.itemId, sort, page: String(page) };
  const [list, votes] = await Promise.all([
    answerOf(client.api.reviews.$get({ query })),
    client.api.reviews.votes.$get({ query: { product: product.itemId } }),
  ]);
  // Guests have none.
  return { product, sort, list, votes: votes.ok ? (await answerOf(votes)).votes : [] };
}

export async function action({ context, request }: Route.ActionArgs) {
  const { client } = storefrontOf(context);
  const { review, helpful } = formTexts(await request.formData(), VOTE.review, VOTE.helpful);
  const voteOf = client.api.reviews[":id"].vote;
  const how = helpful === VOTE.no ? voteOf.$delete : voteOf.$put;
  const response = await how({ param: { id: review } });
  const problem = await problemOf(response, request);
  return problem ? { problem } : { vote: await answerOf(response) };
}

export function meta({ loaderData, matches }: Route.MetaArgs) {
  if (!loaderData) return [];
  const { shop, origin } = matches[0].loaderData;
  const { product } = loaderData;
  return pageMeta({
    title: `${t("Reviews of {product}", { product: product.title })} · ${shop.name}`,
    description: t("What those who bought {product} say of it.", { product: product.title }),
    url: `${origin}/p/${product.slug}/reviews`,
  });
}

export default function ProductReviewsPage({ loaderData, actionData }: Route.ComponentProps) {
  const { product, sort, list, votes } = loaderData;
  // Of a vote that was sent without a script.
  const problem = actionData && "problem" in actionData ? actionData.problem : undefined;
  const to = (page: number, order: ReviewSort = sort) => {
    const params = new URLSearchParams();
    if (order !== "newest") params.set("sort", order);
    if (page > 1) params.set("page", String(page));
    return `/p/${product.slug}/reviews${params.size > 0 ? `?${params}` : ""}`;
  };
  return (
    <div className="page pt-8 md:pt-10">
      <Breadcrumbs trail={[{ name: product.title, to: `/p/${product.slug}` }]} />
      <h1 className="mt-4 text-40 md:text-64">{t("What buyers say")}</h1>
      {list.summary.count === 0 ? (
        <div className="mt-10">
          <Notice title={t("Nobody has said anything yet")}>
            <p>{t("Whoever bought it may be the first.")}</p>
            <p className="mt-4">
              <ChipLink to={`/account/reviews/new?product=${product.itemId}`}>
                {t("Write a review")}
              </ChipLink>
            </p>
          </Notice>
        </div>
      ) : (
        <div className="mt-10 grid gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,4fr)_minmax(0,8fr)]">
          <RatingSummary summary={list.summary} />
          <div>
            <ul aria-label={t("Sort by")} className="flex flex-wrap gap-2">
              {Object.entries(sorts).map(([value, text]) => (
                <li key={value}>
                  <ChipLink
                    to={to(1, value as ReviewSort)}
                    aria-current={value === sort ? "true" : undefined}
                    preventScrollReset
                  >
                    {t(text)}
                  </ChipLink>
                </li>
              ))}
            </ul>
            {problem && (
              <p role="alert" className="mt-6 text-error">
                {problem.detail}
              </p>
            )}
            <h2 className="sr-only">{t(sorts[sort])}</h2>
            <div className="mt-8 space-y-10">
              {list.reviews.map((review) => (
                <ReviewItem key={review.id} review={review}>
                  <HelpfulVote
                    review={review}
                    vote={votes.find(({ reviewId }) => reviewId === review.id)}
                  />
                </ReviewItem>
              ))}
            </div>
            <Pagination page={list.page} pages={list.pages} to={to} />
          </div>
        </div>
      )}
    </div>
  );
}
