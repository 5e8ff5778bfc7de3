import { ProblemError } from "@slipstream/contracts/problems";
import type { ProductList } from "@slipstream/contracts/shop-api";
import { products } from "@slipstream/migrations/schema";
import { asc, desc, inArray, type SQL, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import type { ProductQuery } from "../storefront-context.ts";
import { published, selectCards, toCard } from "./card-query.ts";
import type { Catalogue } from "./catalogue.ts";

const PAGE_SIZE = 24;
export const MAX_PAGE_SIZE = 60;
/** Deep pages cost as much as all before them; nobody reads them. */
export const MAX_PAGE = 500;

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
    sort: query.sort,
    page: Math.min(Math.max(1, query.page ?? 1), MAX_PAGE),
    pageSize: Math.min(Math.max(1, query.pageSize ?? PAGE_SIZE), MAX_PAGE_SIZE),
  };
  const key = `list ${JSON.stringify(wanted)}`;
  return request.catalogue.remember(key, () => readList(request, wanted));
}

async function readList(
  { database, catalogue, shop }: ListRequest,
  wanted: ProductQuery & { page: number; pageSize: number },
): Promise<ProductList> {
  const { page, pageSize } = wanted;
  const condition = published(inCategory(catalogue, wanted.category));
  const [rows, counts] = await database.withShop(shop, (transaction) =>
    Promise.all([
      selectCards(transaction, catalogue.language)
        .where(condition)
        .orderBy(...orderOf(wanted.sort), asc(products.id))
        .limit(pageSize)
        .offset((page - 1) * pageSize),
      transaction.select({ total: sql<number>`count(*)::int` }).from(products).where(condition),
    ]),
  );
  const made = { nowMs: Date.now(), language: catalogue.language };
  const total = counts[0]?.total ?? 0;
  return {
    items: rows.map((row) => toCard(row, made)),
    total,
    page,
    pages: Math.min(Math.ceil(total / pageSize), MAX_PAGE),
  };
}

function inCategory(catalogue: Catalogue, category: string | undefined): SQL | undefined {
  if (category === undefined) return undefined;
  const slugs = catalogue.subtree(category);
  if (!slugs) throw new ProblemError("unknown_category");
  return inArray(products.categorySlug, slugs);
}

function orderOf(sort: ProductQuery["sort"]): SQL[] {
  switch (sort) {
    case "price_asc":
      return [asc(products.priceMinor)];
    case "price_desc":
      return [desc(products.priceMinor)];
    case "title":
      return [asc(products.title)];
    default:
      return [desc(products.createdAt)];
  }
}
