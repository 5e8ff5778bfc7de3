import { ProblemError } from "@slipstream/contracts/problems";
import type { ProductList } from "@slipstream/contracts/shop-api";
import { products } from "@slipstream/migrations/schema";
import { and, asc, desc, inArray, type SQL, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import type { ProductQuery } from "../storefront-context.ts";
import { published, selectCards, toCard } from "./card-query.ts";
import type { Catalogue } from "./catalogue.ts";

const PAGE_SIZE = 24;
export const MAX_PAGE_SIZE = 60;
/** Deep pages cost as much as all before them; nobody reads them. */
export const MAX_PAGE = 500;
export const MAX_SEARCH_LENGTH = 200;

interface ListRequest {
  database: Database;
  catalogue: Catalogue;
  shop: string;
  query: ProductQuery;
}

/** One page of products. Throws `unknown_category`, `database_unavailable`. */
export async function listProducts(request: ListRequest): Promise<ProductList> {
  const { query } = request;
  const wanted = {
    category: query.category,
    search: cleanSearch(query.search ?? ""),
    sort: query.sort,
    page: Math.min(Math.max(1, query.page ?? 1), MAX_PAGE),
    pageSize: Math.min(Math.max(1, query.pageSize ?? PAGE_SIZE), MAX_PAGE_SIZE),
  };
  // Searches are as many as there are people; they would only push the lists out.
  if (wanted.search !== "") return readList(request, wanted);
  const key = `list ${JSON.stringify(wanted)}`;
  return request.catalogue.remember(key, () => readList(request, wanted));
}

async function readList(
  { database, catalogue, shop }: ListRequest,
  wanted: ProductQuery & { search: string; page: number; pageSize: number },
): Promise<ProductList> {
  const { search, page, pageSize } = wanted;
  const condition = published(and(inCategory(catalogue, wanted.category), matches(search)));
  const [rows, counts] = await database.withShop(shop, (transaction) =>
    Promise.all([
      selectCards(transaction)
        .where(condition)
        .orderBy(...orderOf(wanted.sort, search), asc(products.id))
        .limit(pageSize)
        .offset((page - 1) * pageSize),
      transaction.select({ total: sql<number>`count(*)::int` }).from(products).where(condition),
    ]),
  );
  const nowMs = Date.now();
  const total = counts[0]?.total ?? 0;
  return {
    items: rows.map((row) => toCard(row, nowMs)),
    total,
    page,
    pages: Math.min(Math.ceil(total / pageSize), MAX_PAGE),
  };
}

/** PostgreSQL takes no NUL in text, and nobody types control characters. */
function cleanSearch(search: string): string {
  return search
    .replace(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, MAX_SEARCH_LENGTH);
}

function inCategory(catalogue: Catalogue, category: string | undefined): SQL | undefined {
  if (category === undefined) return undefined;
  const slugs = catalogue.subtree(category);
  if (!slugs) throw new ProblemError("unknown_category");
  return inArray(products.categorySlug, slugs);
}

/**
 * Words in title, brand and description; the last word may be half typed; and titles that look alike
 * (trigrams), for what is misspelt.
 */
function matches(search: string): SQL | undefined {
  if (search === "") return undefined;
  return sql`(${products.search} @@ ${queryOf(search)} or ${search} <% ${products.title})`;
}

function queryOf(search: string): SQL {
  const last = /([\p{L}\p{N}]+)$/u.exec(search)?.[1] ?? "";
  const words = sql`websearch_to_tsquery('simple', ${search}) || websearch_to_tsquery('english', ${search})`;
  if (last === "") return sql`(${words})`;
  const before = search.slice(0, -last.length);
  return sql`(${words} || (websearch_to_tsquery('simple', ${before}) && to_tsquery('simple', ${`${last}:*`})))`;
}

function orderOf(sort: ProductQuery["sort"], search: string): SQL[] {
  switch (sort ?? "relevance") {
    case "price_asc":
      return [asc(products.priceMinor)];
    case "price_desc":
      return [desc(products.priceMinor)];
    case "title":
      return [asc(products.title)];
    case "newest":
      return [desc(products.createdAt)];
    default:
      if (search === "") return [desc(products.createdAt)];
      return [
        sql`ts_rank(${products.search}, ${queryOf(search)}) + word_similarity(${search}, ${products.title}) desc`,
      ];
  }
}
