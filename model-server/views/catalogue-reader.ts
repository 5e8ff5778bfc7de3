import type { CatalogueItem } from "@slipstream/contracts/catalogue";
import { catalogueItemOf } from "@slipstream/contracts/catalogue-row";
import { categories, inventory, products, variants } from "@slipstream/migrations/schema";
import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { Database, Queries } from "./database.ts";

const PAGE_ROWS = 2000;

const columns = {
  id: products.id,
  title: products.title,
  categorySlug: products.categorySlug,
  brand: products.brand,
  attributes: products.attributes,
  priceMinor: products.priceMinor,
  currency: products.currency,
  status: products.status,
  consumable: products.consumable,
  sellerId: products.sellerId,
  createdAt: products.createdAt,
};

/** Every product of a shop as PostgreSQL has it, in pages, each read in a transaction of its own. */
export async function* readCatalogue(
  database: Database,
  shop: string,
): AsyncGenerator<CatalogueItem[]> {
  const parents = await readParents(database, shop);
  let after = "";
  for (;;) {
    const rows = await readPage(database, shop, after);
    if (rows.length === 0) return;
    yield rows.map((row) => catalogueItemOf(row, parents));
    after = rows.at(-1)!.id;
  }
}

async function readParents(
  database: Database,
  shop: string,
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await database.ofShop(shop, (queries) =>
    queries
      .select({ slug: categories.slug, parentSlug: categories.parentSlug })
      .from(categories)
      .where(eq(categories.shopId, shop)),
  );
  return new Map(rows.map(({ slug, parentSlug }) => [slug, parentSlug]));
}

/** A product without stock rows is not kept in stock: it counts as available. */
function readPage(database: Database, shop: string, after: string) {
  return database.ofShop(shop, async (queries) => {
    const rows = await queries
      .select(columns)
      .from(products)
      .where(and(eq(products.shopId, shop), gt(products.id, after)))
      .orderBy(asc(products.id))
      .limit(PAGE_ROWS);
    const ids = rows.map(({ id }) => id);
    const stock = ids.length === 0 ? [] : await readStock(queries, shop, ids);
    const available = new Map(stock.map(({ productId, isAvailable }) => [productId, isAvailable]));
    return rows.map((row) => ({ ...row, inStock: available.get(row.id) ?? true }));
  });
}

function readStock(queries: Queries, shop: string, ids: string[]) {
  return queries
    .select({
      productId: variants.productId,
      isAvailable: sql<boolean>`bool_or(${inventory.onHand} > ${inventory.reserved})`,
    })
    .from(variants)
    .innerJoin(
      inventory,
      and(eq(inventory.shopId, variants.shopId), eq(inventory.sku, variants.sku)),
    )
    .where(and(eq(variants.shopId, shop), inArray(variants.productId, ids)))
    .groupBy(variants.productId);
}
