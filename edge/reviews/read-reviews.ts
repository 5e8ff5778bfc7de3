import { ProblemError } from "@slipstream/contracts/problems";
import {
  REVIEW_PAGE_SIZE,
  type ReviewList,
  type ReviewSort,
  type ReviewSummary,
} from "@slipstream/contracts/review-api";
import { reviews, users } from "@slipstream/migrations/schema";
import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Database, ShopTransaction } from "../database/database.ts";
import { reviewColumns, toReview } from "./review-columns.ts";

interface ReviewQuery {
  shop: string;
  itemId: string;
  sort: ReviewSort;
  page: number;
}

/**
 * One page of a product's published reviews, and all of them in figures; read once for each version
 * of the catalogue. Throws `unknown_product` (hidden ones are unknown), `database_unavailable`.
 */
export async function listReviews(options: {
  database: Database;
  catalogue: Catalogue;
  query: ReviewQuery;
}): Promise<ReviewList> {
  const { database, catalogue, query } = options;
  const { shop, itemId, sort, page } = query;
  if (!catalogue.visibility(itemId)) throw new ProblemError("unknown_product");
  return catalogue.remember(`reviews ${itemId} ${sort} ${page}`, () =>
    database.withShop(shop, (transaction) => readReviews(transaction, query)),
  );
}

async function readReviews(transaction: ShopTransaction, query: ReviewQuery): Promise<ReviewList> {
  const { shop, itemId, sort, page } = query;
  const condition = and(
    eq(reviews.shopId, shop),
    eq(reviews.productId, itemId),
    eq(reviews.state, "published"),
  );
  const [rows, counts] = await Promise.all([
    transaction
      .select(reviewColumns)
      .from(reviews)
      .leftJoin(users, eq(users.id, reviews.userId))
      .where(condition)
      .orderBy(...orderOf(sort), desc(reviews.id))
      .limit(REVIEW_PAGE_SIZE)
      .offset((page - 1) * REVIEW_PAGE_SIZE),
    transaction
      .select({ rating: reviews.rating, count: sql<number>`count(*)::int` })
      .from(reviews)
      .where(condition)
      .groupBy(reviews.rating),
  ]);
  const summary = summarise(counts);
  return {
    summary,
    reviews: rows.map(toReview),
    page,
    pages: Math.ceil(summary.count / REVIEW_PAGE_SIZE),
  };
}

function orderOf(sort: ReviewSort): SQL[] {
  const newest = desc(reviews.createdAt);
  switch (sort) {
    case "newest":
      return [newest];
    case "helpful":
      return [desc(reviews.helpful), newest];
    case "highest":
      return [desc(reviews.rating), newest];
    case "lowest":
      return [asc(reviews.rating), newest];
  }
}

function summarise(counts: readonly { rating: number; count: number }[]): ReviewSummary {
  const histogram: ReviewSummary["histogram"] = [0, 0, 0, 0, 0];
  let count = 0;
  let sum = 0;
  for (const each of counts) {
    histogram[each.rating - 1] = each.count;
    count += each.count;
    sum += each.rating * each.count;
  }
  return { count, average: count === 0 ? 0 : sum / count, histogram };
}
