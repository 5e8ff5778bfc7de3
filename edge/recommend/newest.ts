import type { RecommendRequest, RecommendResponse } from "@slipstream/contracts/recommend";
import { products } from "@slipstream/migrations/schema";
import { desc, inArray } from "drizzle-orm";
import { published } from "../catalogue/card-query.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Database } from "../database/database.ts";

/** The longest rail, and what one may leave out, as far as it is worth reading for. */
const MAX_NEWEST = 160;

/** The shop's newest products: what a rail is made of when nothing else answers. */
export async function newestProducts(options: {
  database: Database;
  catalogue: Catalogue;
  request: RecommendRequest;
}): Promise<RecommendResponse> {
  const { request } = options;
  const excluded = new Set([...(request.exclude ?? []), request.itemId]);
  const ids = await newestIds(options);
  return {
    requestId: crypto.randomUUID(),
    placement: request.placement,
    items: ids
      .filter((itemId) => !excluded.has(itemId))
      .slice(0, request.limit)
      .map((itemId, position) => ({
        itemId,
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

function newestIds(options: {
  database: Database;
  catalogue: Catalogue;
  request: RecommendRequest;
}): Promise<string[]> {
  const { database, catalogue, request } = options;
  const category = request.filters?.category;
  const slugs = category === undefined ? undefined : (catalogue.subtree(category) ?? []);
  return catalogue.remember(`newest ${category ?? ""}`, async () => {
    const rows = await database.withShop(request.shop, (transaction) =>
      transaction
        .select({ id: products.id })
        .from(products)
        .where(published(slugs && inArray(products.categorySlug, slugs)))
        .orderBy(desc(products.createdAt), products.id)
        .limit(MAX_NEWEST),
    );
    return rows.map((row) => row.id);
  });
}
