import { ADMIN_PAGE_SIZE } from "@slipstream/contracts/admin-api";
import { searchQueries } from "@slipstream/migrations/schema";
import { and, desc, eq, ilike, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { likePattern, offsetOf, pageOf } from "./pages-of.ts";

export interface SearchReportQuery {
  q?: string | undefined;
  withoutResults: boolean;
  page: number;
}

/** What people search for, the most frequent first; or of that, what the shop does not have. */
export async function readSearchReport(
  transaction: ShopTransaction,
  shop: string,
  query: SearchReportQuery,
) {
  const wanted = and(
    eq(searchQueries.shopId, shop),
    query.q ? ilike(searchQueries.query, likePattern(query.q)) : undefined,
  );
  const [rows, [counted]] = await Promise.all([
    transaction
      .select()
      .from(searchQueries)
      .where(and(wanted, query.withoutResults ? eq(searchQueries.results, 0) : undefined))
      .orderBy(desc(searchQueries.searches), searchQueries.query)
      .limit(ADMIN_PAGE_SIZE)
      .offset(offsetOf(query.page)),
    transaction
      .select({
        all: sql<number>`count(*)::int`,
        withoutResults: sql<number>`(count(*) filter (where ${searchQueries.results} = 0))::int`,
      })
      .from(searchQueries)
      .where(wanted),
  ]);
  const counts = counted ?? { all: 0, withoutResults: 0 };
  const total = query.withoutResults ? counts.withoutResults : counts.all;
  return {
    searches: rows.map(({ query: words, searches, results, lastAt }) => ({
      ...{ query: words, searches, results, lastAt: lastAt.toISOString() },
    })),
    counts,
    ...pageOf(total, query.page),
  };
}
