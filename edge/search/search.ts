import { ProblemError } from "@slipstream/contracts/problems";
import type { SearchAnswer, SearchQuery } from "@slipstream/contracts/search-api";
import { MAX_SEARCH_PAGE } from "@slipstream/contracts/search-api";
import type { ProductCard } from "@slipstream/contracts/shop-api";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Database, ShopTransaction } from "../database/database.ts";
import { shareBroad } from "./broad-answers.ts";
import { facetsOf } from "./facets.ts";
import { filtersOf } from "./filters.ts";
import { type Matching, readMatching } from "./matching.ts";
import { type Spelt, understand } from "./understand.ts";
import { nameValues, type ValueCount } from "./value-names.ts";
import { cleanQuery } from "./words.ts";

const PAGE_SIZE = 24;

export interface SearchRequest {
  database: Database;
  catalogue: Catalogue;
  shop: { id: string; currency: string };
  query: SearchQuery;
}

/**
 * One page of what fits a search, with facets. Slips of the pen are put right where nothing has the
 * word as typed; where no product has all words, those that have some come. Throws
 * `unknown_category`, `database_unavailable`.
 */
export async function search(request: SearchRequest): Promise<SearchAnswer> {
  const { query, catalogue } = request;
  const text = cleanQuery(query.q ?? "");
  const within = query.within === undefined ? undefined : catalogue.subtree(query.within);
  if (query.within !== undefined && !within) throw new ProblemError("unknown_category");
  if (text === "" && !within) return nothing(text);
  // The beginnings of categories are looked at by all; all else is as many as there are people.
  const { sort, page = 1, pageSize } = query;
  if (text !== "" || page > 1 || isFiltered(query)) {
    const all = JSON.stringify([
      request.shop.id,
      catalogue.language,
      catalogue.version,
      text,
      query,
    ]);
    return shareBroad(all, () => read(request, text, within));
  }
  const key = `search ${JSON.stringify([query.within, sort, pageSize])}`;
  return catalogue.remember(key, () => read(request, text, within));
}

/** Whether anything narrows the list beside its words and category. */
export function isFiltered(query: SearchQuery): boolean {
  const { category, brand, seller, attribute, price } = query;
  const chosen = [category, brand, seller, attribute, price].some((values) => values.length > 0);
  return chosen || [query.minPrice, query.maxPrice, query.inStock].some((one) => one !== undefined);
}

interface Found {
  matching: Matching;
  values: ValueCount[];
  spelt: Spelt | undefined;
  relaxed: boolean;
  cards: Map<string, ProductCard>;
}

async function read(
  request: SearchRequest,
  text: string,
  within: readonly string[] | undefined,
): Promise<SearchAnswer> {
  const { catalogue, query, database, shop } = request;
  const filters = filtersOf(query, catalogue, shop.currency);
  const { page = 1, pageSize = PAGE_SIZE, sort = text === "" ? "newest" : "relevance" } = query;
  const found = await database.withShop(
    shop.id,
    async (transaction): Promise<Found | undefined> => {
      const spelt =
        text === ""
          ? undefined
          : await understand(transaction, {
              shop: shop.id,
              text,
              exact: query.exact !== undefined,
              language: catalogue.language,
            });
      if (text !== "" && !spelt) return undefined;
      const options = { within, filters, sort, page, pageSize, currency: shop.currency };
      let matching = await readMatching(transaction, { ...options, query: spelt?.all });
      const relaxed = matching.matches === 0 && spelt?.some !== undefined;
      if (relaxed) matching = await readMatching(transaction, { ...options, query: spelt.some });
      const [cards, values] = await Promise.all([
        cardsOf(catalogue, matching.ids, transaction),
        nameValues(transaction, matching.choices),
      ]);
      return { matching, values, spelt, relaxed, cards };
    },
  );
  if (!found) return nothing(text);
  const { matching, values, spelt, cards } = found;
  return {
    query: text,
    items: matching.ids.flatMap((id) => cards.get(id) ?? []),
    total: matching.total,
    page,
    pages: Math.min(Math.ceil(matching.total / pageSize), MAX_SEARCH_PAGE),
    facets: facetsOf({
      values,
      plain: matching.plain,
      filters,
      catalogue,
      currency: shop.currency,
      within: query.within,
    }),
    ...didYouMean(spelt, matching.total),
    relaxed: found.relaxed && matching.total > 0,
  };
}

/** Below this a search may well have been meant otherwise. */
const FEW = 3;

function didYouMean(spelt: Spelt | undefined, total: number): Pick<SearchAnswer, "didYouMean"> {
  if (!spelt?.otherwise) return {};
  const { query, applied } = spelt.otherwise;
  return applied || total < FEW ? { didYouMean: { query, applied } } : {};
}

/** Cards of products; of those, too, that were published a moment ago. */
async function cardsOf(
  catalogue: Catalogue,
  ids: readonly string[],
  transaction: ShopTransaction,
): Promise<Map<string, ProductCard>> {
  if (ids.some((id) => catalogue.visibility(id) === undefined)) await catalogue.recheck();
  return catalogue.cards(ids, transaction);
}

function nothing(query: string): SearchAnswer {
  return { query, items: [], total: 0, page: 1, pages: 0, facets: [], relaxed: false };
}
