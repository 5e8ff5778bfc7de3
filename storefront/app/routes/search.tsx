import { useEffect } from "react";
import { pageOf, sortOf } from "../list-query.ts";
import { PageRail } from "../rail/page-rail.tsx";
import { pageRails } from "../server/page-rails.server.ts";
import { critical, storefrontOf } from "../server/storefront.server.ts";
import { useConsent } from "../tracking/consent.tsx";
import { tracker } from "../tracking/tracker.ts";
import { pageMeta } from "../ui/page-meta.ts";
import { Pagination } from "../ui/pagination.tsx";
import { ProductGrid } from "../ui/product-card.tsx";
import { SortBox } from "../ui/sort-box.tsx";
import type { Route } from "./+types/search";

const PAGE_SIZE = 24;
const MAX_QUERY = 200;

/** As a person meant it: no control characters, and no half of a letter where it was cut. */
function queryOf(text: string | null): string {
  const words = (text ?? "").replace(/\p{Cc}+/gu, " ").trim();
  return words.slice(0, MAX_QUERY).toWellFormed();
}

export async function loader({ context, url }: Route.LoaderArgs) {
  const storefront = storefrontOf(context);
  const query = queryOf(url.searchParams.get("q"));
  const sort = sortOf(url.searchParams, "relevance");
  const page = pageOf(url.searchParams);
  const nothing = { items: [], total: 0, page: 1, pages: 0 };
  const list =
    query === ""
      ? nothing
      : await critical(storefront.api.products({ search: query, sort, page, pageSize: PAGE_SIZE }));
  const rails =
    list.total === 0
      ? await pageRails(storefront, [{ key: "popular", placement: "trending", limit: 12 }])
      : undefined;
  return { query, sort, list, popular: rails?.popular };
}

export function meta({ loaderData, matches }: Route.MetaArgs) {
  const { shop, origin } = matches[0].loaderData;
  const query = loaderData?.query ?? "";
  const tags = pageMeta({
    title: `${query === "" ? "Search" : query} · ${shop.name}`,
    description: `What ${shop.name} has for “${query}”`,
    url: `${origin}/search`,
  });
  return [...tags, { name: "robots", content: "noindex" }];
}

export default function SearchPage({ loaderData }: Route.ComponentProps) {
  const { query, sort, list, popular } = loaderData;
  useSearchEvent(query);
  return (
    <div className="page pt-8 md:pt-10">
      <h1 className="text-40 break-words md:text-64">{headline(query, list.total)}</h1>
      {list.total > 0 && (
        <>
          <div className="mt-10 mb-6 flex flex-wrap items-center justify-between gap-4">
            <p className="figures text-14 text-ink-soft">
              {list.total === 1 ? "1 product" : `${list.total} products`}
            </p>
            <SortBox value={sort} options={["relevance", "price_asc", "price_desc", "newest"]} />
          </div>
          <ProductGrid products={list.items} eager={4} />
          <Pagination
            page={list.page}
            pages={list.pages}
            to={(page) => `/search?${new URLSearchParams({ q: query, sort, page: String(page) })}`}
          />
        </>
      )}
      {popular && (
        <>
          {query !== "" && (
            <p className="measure mt-6 text-20 text-ink-soft">
              Please check the spelling, or try a broader word: a kind of thing, a colour, a
              material.
            </p>
          )}
          <div className="mt-16">
            <PageRail
              spec={{ name: "popular", placement: "trending", limit: 12 }}
              initial={popular}
              title={() => "Popular this week"}
              spoken={() => "Popular this week has changed"}
            />
          </div>
        </>
      )}
    </div>
  );
}

function headline(query: string, total: number): string {
  if (query === "") return "What are you looking for?";
  return total === 0 ? `Nothing found for “${query}”` : `“${query}”`;
}

/** Tells the shop what was searched for, once for each search. */
function useSearchEvent(query: string): void {
  const { consent } = useConsent();
  useEffect(() => {
    if (consent === "granted" && query !== "") tracker.record({ type: "search", query });
  }, [consent, query]);
}
