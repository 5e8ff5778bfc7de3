import type { ProductChanges } from "@slipstream/contracts/shop-api";
import { products } from "@slipstream/migrations/schema";
import { asc, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { published } from "./card-query.ts";
import type { Catalogue } from "./catalogue.ts";

/** Products of one page: a part of a sitemap, which may hold fifty times as many. */
const PAGE_SIZE = 1_000;
/** As many parts as one index of sitemaps may name. */
export const MAX_CHANGES_PAGE = 50_000;

/**
 * Every product that shoppers may see, in the order in which they were made, with the time at which
 * it changed last. Throws `database_unavailable`.
 */
export function listChanges(request: {
  database: Database;
  catalogue: Catalogue;
  shop: string;
  page: number;
}): Promise<ProductChanges> {
  const { database, catalogue, shop, page } = request;
  return catalogue.remember(`changes ${page}`, async () => {
    const [items, counts] = await database.withShop(shop, (transaction) =>
      Promise.all([
        transaction
          .select({ slug: products.slug, changedAt: products.updatedAt })
          .from(products)
          .where(published())
          .orderBy(asc(products.createdAt), asc(products.id))
          .limit(PAGE_SIZE)
          .offset((page - 1) * PAGE_SIZE),
        transaction.select({ total: sql<number>`count(*)::int` }).from(products).where(published()),
      ]),
    );
    return {
      items: items.map(({ slug, changedAt }) => ({ slug, changedAt: changedAt.toISOString() })),
      page,
      pages: Math.ceil((counts[0]?.total ?? 0) / PAGE_SIZE),
    };
  });
}
