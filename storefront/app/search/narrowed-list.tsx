import type { SearchAnswer } from "@slipstream/contracts/search-api";
import { Suspense, useRef } from "react";
import { useSearchParams } from "react-router";
import { CompareButton } from "../compare/compare-button.tsx";
import { t } from "../language/text.ts";
import type { Sort } from "../list-query.ts";
import { tracker } from "../tracking/tracker.ts";
import { useImpressions } from "../tracking/use-impressions.ts";
import { Notice } from "../ui/notice.tsx";
import { Pagination } from "../ui/pagination.tsx";
import { ProductCard } from "../ui/product-card.tsx";
import { SortBox } from "../ui/sort-box.tsx";
import { Heart } from "../wishlist/heart.tsx";
import { ChosenChips } from "./chosen-chips.tsx";
import { FilterButton, FilterForm } from "./filter-form.tsx";
import { onPage } from "./filter-params.ts";
import { useListPending } from "./use-list-params.ts";

const FIRST_ROW = 3;
const PLACEMENT = "search_rerank";

interface NarrowedListProps {
  list: Pick<SearchAnswer, "items" | "total" | "page" | "pages" | "facets" | "requestId">;
  sort: Sort;
  sorts: readonly Sort[];
}

/** A list of products with its filters beside it, or in a sheet where there is no room beside it. */
export function NarrowedList({ list, sort, sorts }: NarrowedListProps) {
  const [params] = useSearchParams();
  const pending = useListPending();
  const { facets, total, page, pages } = list;
  const chosen = facets.flatMap(({ values }) => values.filter(({ selected }) => selected)).length;
  return (
    <div className="mt-8 grid gap-x-10 lg:grid-cols-[13rem_minmax(0,1fr)]">
      <div>{facets.length > 0 && <FilterForm facets={facets} total={total} />}</div>
      <div className="min-w-0">
        <div className="mb-6 flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
          <p className="figures text-14 text-ink-soft max-lg:w-full" aria-live="polite">
            {t("{count} product|{count} products", { count: total })}
          </p>
          {facets.length > 0 && <FilterButton chosen={chosen} />}
          <SortBox value={sort} options={sorts} />
        </div>
        <ChosenChips facets={facets} />
        <div
          className={`transition-opacity duration-(--quick) ${pending ? "opacity-60" : ""}`}
          aria-busy={pending}
        >
          {list.items.length > 0 ? (
            <Grid list={list} />
          ) : (
            <Notice title={t("Nothing here fits all of that")}>
              {t("Take a filter away, and more will come back.")}
            </Notice>
          )}
          <Pagination page={page} pages={pages} to={(to) => onPage(params, to)} />
        </div>
      </div>
    </div>
  );
}

/** The products; where the session put them in order, what is seen and clicked is told. */
function Grid({ list: { items, requestId = "" } }: Pick<NarrowedListProps, "list">) {
  const container = useRef<HTMLUListElement>(null);
  const itemIds = items.map(({ itemId }) => itemId);
  useImpressions(container, { requestId, placement: PLACEMENT, itemIds, enabled: true });
  const click = (itemId: string, position: number) =>
    tracker.record({
      type: "click",
      itemId,
      placement: PLACEMENT,
      requestId,
      lines: [{ itemId, position }],
    });
  return (
    <ul ref={container} className="grid grid-cols-2 gap-x-4 gap-y-10 md:grid-cols-3 md:gap-x-6">
      {items.map((product, place) => (
        <li key={product.itemId} className="relative">
          {/* Each wakes up by itself, so that a tap need not wait for all of them. */}
          <Suspense>
            <ProductCard
              product={product}
              eager={place < FIRST_ROW}
              {...(requestId === ""
                ? {}
                : {
                    state: { placement: PLACEMENT, requestId },
                    onClick: () => click(product.itemId, place),
                  })}
            />
            <Heart product={product} className="absolute top-1 right-1" />
            <CompareButton product={product} className="quiet absolute top-13 right-1" />
          </Suspense>
        </li>
      ))}
    </ul>
  );
}
