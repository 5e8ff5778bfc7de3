import { ProblemError } from "@slipstream/contracts/problems";
import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

/** A variant as it is written. */
export interface VariantRow {
  sku: string;
  productId: string;
  options: Readonly<Record<string, string>>;
  priceMinor: number;
  position: number;
}

const MAX_ISSUES = 20;

/**
 * Writes variants, thousands in one statement; new ones have no stock. Throws `sku_taken` where a
 * number belongs to another product: nothing may then be committed.
 */
export async function writeVariants(
  transaction: ShopTransaction,
  shop: string,
  rows: readonly VariantRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const json = JSON.stringify(rows);
  const written = await transaction.execute<{ sku: string }>(sql`
    insert into variants (shop_id, sku, product_id, options, price_minor, position)
    select ${shop}, sku, "productId", options, "priceMinor", position
    from jsonb_to_recordset(${json}::jsonb) as w(sku text, "productId" text, options jsonb,
      "priceMinor" bigint, position integer)
    on conflict (shop_id, sku) do update set options = excluded.options,
      price_minor = excluded.price_minor, position = excluded.position
      where variants.product_id = excluded.product_id
    returning sku`);
  if (written.length < rows.length) {
    const known = new Set([...written].map(({ sku }) => sku));
    throw skusTaken(rows.filter(({ sku }) => !known.has(sku)).map(({ sku }) => sku));
  }
  await transaction.execute(sql`
    insert into inventory (shop_id, sku, on_hand)
    select ${shop}, sku, 0 from jsonb_to_recordset(${json}::jsonb) as w(sku text)
    on conflict (shop_id, sku) do nothing`);
}

function skusTaken(skus: readonly string[]): ProblemError {
  return new ProblemError("sku_taken", {
    issues: skus.slice(0, MAX_ISSUES).map((sku) => ({
      path: "sku",
      message: `${sku} is the number of another product's variant`,
    })),
  });
}

/**
 * Takes away those variants of a product that are not named. Throws `stock_below_reserved` where an
 * order holds one of them.
 */
export async function removeOtherVariants(
  transaction: ShopTransaction,
  shop: string,
  product: { itemId: string; keep: readonly string[] },
): Promise<void> {
  const others = sql`v.shop_id = ${shop} and v.product_id = ${product.itemId}
    and v.sku not in (select jsonb_array_elements_text(${JSON.stringify(product.keep)}::jsonb))`;
  // Locked, so that nobody reserves one that is about to go.
  const held = await transaction.execute<{ sku: string; reserved: number }>(sql`
    select i.sku, i.reserved from inventory i
    where i.shop_id = ${shop} and i.sku in (select v.sku from variants v where ${others})
    order by i.sku for update`);
  const reserved = [...held].filter((row) => row.reserved > 0);
  if (reserved.length > 0) {
    throw new ProblemError("stock_below_reserved", {
      issues: reserved.slice(0, MAX_ISSUES).map(({ sku, reserved: count }) => ({
        path: "sku",
        message: `${sku} cannot be removed: orders hold ${count} of it`,
      })),
    });
  }
  await transaction.execute(sql`delete from variants v where ${others}`);
}
