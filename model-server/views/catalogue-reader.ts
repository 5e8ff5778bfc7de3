import type { CatalogueItem } from "@slipstream/contracts/catalogue";
import { type Database, readOfShop } from "./database.ts";

const PAGE_ROWS = 2000;
/** Levels of categories; also ends a loop in bad data. */
const MAX_DEPTH = 10;

interface ProductRow {
  id: string;
  title: string;
  category_slug: string;
  brand: string;
  price_minor: string;
  currency: string;
  status: CatalogueItem["status"];
  consumable: boolean;
  seller_id: string | null;
  created_ms: number;
  in_stock: boolean;
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
    yield rows.map((row) => itemOf(row, parents));
    after = rows.at(-1)!.id;
  }
}

async function readParents(
  database: Database,
  shop: string,
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await readOfShop(
    database,
    shop,
    (sql) => sql<{ slug: string; parent_slug: string | null }[]>`
      select slug, parent_slug from categories`,
  );
  return new Map(rows.map((row) => [row.slug, row.parent_slug]));
}

/** A product without stock rows is not kept in stock: it counts as available. */
function readPage(database: Database, shop: string, after: string): Promise<ProductRow[]> {
  return readOfShop(
    database,
    shop,
    (sql) => sql<ProductRow[]>`
      select p.id, p.title, p.category_slug, p.brand, p.price_minor, p.currency, p.status,
        p.consumable, p.seller_id,
        (extract(epoch from p.created_at) * 1000)::float8 as created_ms,
        coalesce((
          select bool_or(i.on_hand > i.reserved)
          from variants v join inventory i on i.shop_id = v.shop_id and i.sku = v.sku
          where v.shop_id = p.shop_id and v.product_id = p.id), true) as in_stock
      from products p
      where p.shop_id = ${shop} and p.id > ${after} collate "C"
      order by p.id collate "C"
      limit ${PAGE_ROWS}`,
  );
}

function itemOf(row: ProductRow, parents: ReadonlyMap<string, string | null>): CatalogueItem {
  const categories: string[] = [];
  let slug: string | null | undefined = row.category_slug;
  while (slug && categories.length < MAX_DEPTH) {
    categories.push(slug);
    slug = parents.get(slug);
  }
  return {
    itemId: row.id,
    title: row.title,
    categories,
    ...(row.brand === "" ? {} : { brand: row.brand }),
    priceMinor: Number(row.price_minor),
    currency: row.currency,
    status: row.status,
    inStock: row.in_stock,
    consumable: row.consumable,
    ...(row.seller_id === null ? {} : { sellerId: row.seller_id }),
    createdAt: Math.round(row.created_ms),
  };
}
