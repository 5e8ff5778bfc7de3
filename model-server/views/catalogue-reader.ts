import type { CatalogueItem } from "@slipstream/contracts/catalogue";
import { type CatalogueRow, catalogueItemOf } from "@slipstream/contracts/catalogue-row";
import { categories, inventory, products, variants } from "@slipstream/migrations/schema";
import { and, asc, eq, gt, lte, sql } from "drizzle-orm";
import type { Database, Queries } from "./database.ts";
import { named, readJsonPage } from "./json-page.ts";

/** Parsed in some 5 ms: no request waits long for a page. */
const PAGE_ROWS = 2000;

const columns = named({
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
});

/** As JSON has it. */
interface ProductRow extends Omit<CatalogueRow, "createdAt" | "inStock"> {
  createdAt: string;
}

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
    const rows = await readJsonPage<ProductRow>(
      queries,
      queries
        .select(columns)
        .from(products)
        .where(and(eq(products.shopId, shop), gt(products.id, after)))
        .orderBy(asc(products.id))
        .limit(PAGE_ROWS),
    );
    const last = rows.at(-1);
    const stock = last === undefined ? [] : await readStock(queries, shop, [after, last.id]);
    const available = new Map(stock.map(({ productId, isAvailable }) => [productId, isAvailable]));
    return rows.map((row) => ({
      ...row,
      createdAt: new Date(row.createdAt),
      inStock: available.get(row.id) ?? true,
    }));
  });
}

/** Of products past one id, up to another. */
function readStock(queries: Queries, shop: string, [after, last]: readonly [string, string]) {
  const stock = queries
    .select(
      named({
        productId: variants.productId,
        isAvailable: sql`bool_or(${inventory.onHand} > ${inventory.reserved})`,
      }),
    )
    .from(variants)
    .innerJoin(
      inventory,
      and(eq(inventory.shopId, variants.shopId), eq(inventory.sku, variants.sku)),
    )
    .where(
      and(eq(variants.shopId, shop), gt(variants.productId, after), lte(variants.productId, last)),
    )
    .groupBy(variants.productId);
  return readJsonPage<{ productId: string; isAvailable: boolean }>(queries, stock);
}
