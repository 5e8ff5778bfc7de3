import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { writeProductChanges } from "../outbox/write.ts";

/** Products that one message about changes names. */
const IDS_PER_MESSAGE = 1_000;

/**
 * Ends every change of products: their price is the lowest of their variants, their version grows,
 * and pages, search and recommender hear of it. Answers the versions.
 */
export async function touchProducts(
  transaction: ShopTransaction,
  shop: string,
  itemIds: readonly string[],
): Promise<Map<string, number>> {
  if (itemIds.length === 0) return new Map();
  // The time is that of the change, not of the transaction's begin: a long one must not be missed.
  const rows = await transaction.execute<{ id: string; version: number }>(sql`
    update products p set version = p.version + 1, updated_at = clock_timestamp(),
      price_minor = coalesce((
        select min(v.price_minor) from variants v
        where v.shop_id = p.shop_id and v.product_id = p.id), p.price_minor)
    where p.shop_id = ${shop} and p.id in (select jsonb_array_elements_text(${JSON.stringify(itemIds)}::jsonb))
    returning p.id, p.version`);
  for (let start = 0; start < itemIds.length; start += IDS_PER_MESSAGE) {
    await writeProductChanges(transaction, shop, itemIds.slice(start, start + IDS_PER_MESSAGE));
  }
  return new Map([...rows].map(({ id, version }) => [id, version]));
}
