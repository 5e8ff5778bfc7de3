import type { RecommendRequest, RecommendResponse } from "@slipstream/contracts/recommend";
import { products } from "@slipstream/migrations/schema";
import { desc, inArray } from "drizzle-orm";
import { published } from "../catalogue/card-query.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Database } from "../database/database.ts";

/** The shop's newest products: what a rail is made of when nothing else answers. */
export async function newestProducts(options: {
  database: Database;
  catalogue: Catalogue;
  request: RecommendRequest;
}): Promise<RecommendResponse> {
  const { request } = options;
  const excluded = new Set([...(request.exclude ?? []), request.itemId]);
  const category = request.filters?.category;
  const slugs = category === undefined ? undefined : options.catalogue.subtree(category);
  const rows = await options.database.withShop(request.shop, (transaction) =>
    transaction
      .select({ id: products.id })
      .from(products)
      .where(published(slugs && inArray(products.categorySlug, slugs)))
      .orderBy(desc(products.createdAt), products.id)
      .limit(request.limit + excluded.size),
  );
  return {
    requestId: crypto.randomUUID(),
    placement: request.placement,
    items: rows
      .filter((row) => !excluded.has(row.id))
      .slice(0, request.limit)
      .map((row, position) => ({
        itemId: row.id,
        score: 0,
        reason: { code: "new" as const },
        sources: ["new"],
        position,
        propensity: 1,
      })),
    model: { name: "newest", version: "1" },
    arms: {},
    degraded: true,
    stale: true,
    timingMs: {},
  };
}
