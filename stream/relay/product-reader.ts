import type { CatalogueItem } from "@slipstream/contracts/catalogue";
import { type CatalogueRow, catalogueItemOf, goneItem } from "@slipstream/contracts/catalogue-row";
import type postgres from "postgres";

type Row = Omit<CatalogueRow, "priceMinor"> & { priceMinor: string };

/** The parent of every category of the transaction's shop. */
export async function readParents(
  transaction: postgres.TransactionSql,
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await transaction<{ slug: string; parent: string | null }[]>`
    select slug, parent_slug as parent from categories`;
  return new Map(rows.map(({ slug, parent }) => [slug, parent]));
}

/**
 * Products of the transaction's shop as they are now; one that is not there any more is told as
 * deleted. Without stock rows a product is not kept in stock: it counts as available.
 */
export async function readProducts(
  transaction: postgres.TransactionSql,
  { itemIds, parents }: { itemIds: readonly string[]; parents: ReadonlyMap<string, string | null> },
): Promise<CatalogueItem[]> {
  const rows = await transaction<Row[]>`
    select p.id, p.title, p.category_slug as "categorySlug", p.brand, p.attributes,
      p.price_minor as "priceMinor", p.currency, p.status, p.consumable,
      p.seller_id as "sellerId", p.created_at as "createdAt",
      coalesce(stock.available, true) as "inStock"
    from products p
    left join lateral (
      select bool_or(i.on_hand > i.reserved) as available
      from variants v join inventory i on i.shop_id = v.shop_id and i.sku = v.sku
      where v.shop_id = p.shop_id and v.product_id = p.id
    ) stock on true
    where p.id in ${transaction([...itemIds])}`;
  const found = new Map(
    rows.map((row) => [
      row.id,
      catalogueItemOf({ ...row, priceMinor: Number(row.priceMinor) }, parents),
    ]),
  );
  return itemIds.map((itemId) => found.get(itemId) ?? goneItem(itemId));
}
