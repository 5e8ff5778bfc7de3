import { useEffect } from "react";
import { Link } from "react-router";
import { rich, t } from "../language/text.ts";
import { pageOf, sortOf } from "../list-query.ts";
import { PageRail } from "../rail/page-rail.tsx";
import { chosenFilters } from "../search/filter-params.ts";
import { NarrowedList } from "../search/narrowed-list.tsx";
import { answerOf } from "../server/answer.server.ts";
import { pageRails } from "../server/page-rails.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { useShop } from "../shop.ts";
import { useConsent } from "../tracking/consent.tsx";
import { tracker } from "../tracking/tracker.ts";
import { ChipLink, TextLink } from "../ui/link.tsx";
import { pageMeta } from "../ui/page-meta.ts";
import type { Route } from "./+types/search";

const MAX_QUERY = 200;
const MAX_PAGE = 500;
const sorts = ["relevance", "price_asc", "price_desc", "newest"] as const;

/** As a person meant it: no control characters, and no half of a letter where it was cut. */
function queryOf(text: string | null): string {
  const words = (text ?? "").replace(/\p{Cc}+/gu, " ").trim();
  return words.slice(0, MAX_QUERY).toWellFormed();
}

export async function loader({ context, url }: Route.LoaderArgs) {
  const storefront = storefrontOf(context);
  const params = url.searchParams;
  const query = queryOf(params.get("q"));
  const sort = sortOf(params, "relevance");
  const list = await answerOf(
    storefront.client.api.search.$get({
      query: {
        q: query,
        ...chosenFilters(params),
        sort,
        page: String(Math.min(pageOf(params), MAX_PAGE)),
        ...(params.get("exact") === "true" ? { exact: "true" } : {}),
      },
    }),
  );
  const rails =
    list.facets.length === 0 && list.total === 0
      ? await pageRails(storefront, [{ key: "popular", placement: "trending", limit: 12 }])
      : undefined;
  return { query, sort, list, popular: rails?.popular };
}

export function meta({ loaderData, matches }: Route.MetaArgs) {
  const { shop, origin } = matches[0].loaderData;
  const query = loaderData?.query ?? "";
  const tags = pageMeta({
    title: `${query === "" ? t("Search") : query} · ${shop.name}`,
    description: t("What {shop} has for “{query}”", { shop: shop.name, query }),
    url: `${origin}/search`,
  });
  return [...tags, { name: "robots", content: "noindex" }];
}

export default function SearchPage({ loaderData }: Route.ComponentProps) {
  const { query, sort, list, popular } = loaderData;
  useSearchEvent(query);
  const shown = list.didYouMean?.applied ? list.didYouMean.query : query;
  return (
    <div className="page pt-8 md:pt-10">
      <h1 className="text-40 break-words md:text-64">{headline(shown, popular !== undefined)}</h1>
      <Spelling query={query} list={list} />
      {popular ? (
        <>
          {query !== "" && <Suggestions />}
          <div className="mt-16">
            <PageRail
              spec={{ name: "popular", placement: "trending", limit: 12 }}
              initial={popular}
              title={() => t("Popular this week")}
              spoken={() => t("{rail} has changed", { rail: t("Popular this week") })}
            />
          </div>
        </>
      ) : (
        <NarrowedList list={list} sort={sort} sorts={sorts} />
      )}
    </div>
  );
}

function headline(query: string, isNothing: boolean): string {
  if (query === "") return t("What are you looking for?");
  return isNothing ? t("Nothing found for “{query}”", { query }) : t("“{query}”", { query });
}

type List = Route.ComponentProps["loaderData"]["list"];

/** How the words were understood, where that is not plain. */
function Spelling({ query, list }: { query: string; list: List }) {
  const { didYouMean, relaxed, total } = list;
  const line = "measure mt-4 text-16 text-ink-soft";
  if (didYouMean?.applied && total > 0) {
    const exact = new URLSearchParams({ q: query, exact: "true" });
    return (
      <p className={line}>
        {t("Nothing here is spelt “{query}”.", { query })}{" "}
        <TextLink to={`/search?${exact}`}>{t("Search for just that")}</TextLink>
      </p>
    );
  }
  if (didYouMean && !didYouMean.applied) {
    return (
      <p className={line}>
        {rich("Did you mean {query}?", {
          query: (
            <TextLink to={`/search?${new URLSearchParams({ q: didYouMean.query })}`}>
              {didYouMean.query}
            </TextLink>
          ),
        })}
      </p>
    );
  }
  if (!relaxed) return null;
  return <p className={line}>{t("Nothing has all of these words. These have some of them.")}</p>;
}

/** Where to go on when nothing was found. */
function Suggestions() {
  const { categories } = useShop();
  const roots = categories.filter(({ parentSlug }) => parentSlug === undefined);
  return (
    <>
      <p className="measure mt-6 text-20 text-ink-soft">
        {rich(
          "Please check the spelling, or try a broader word: a kind of thing, a colour, a material. Or start from a category, or from the {front}.",
          {
            front: (
              <Link to="/" className="underline underline-offset-4">
                {t("front page")}
              </Link>
            ),
          },
        )}
      </p>
      <ul className="mt-6 flex flex-wrap gap-2">
        {roots.map(({ slug, name }) => (
          <li key={slug}>
            <ChipLink to={`/c/${slug}`}>{name}</ChipLink>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Tells the shop what was searched for, once for each search. */
function useSearchEvent(query: string): void {
  const { consent } = useConsent();
  useEffect(() => {
    if (consent !== "granted" || query === "") return;
    tracker.record({ type: "search", query });
    import("../search/recent-searches.ts").then(({ remember }) => remember(query)).catch(() => {});
  }, [consent, query]);
}
