import { ProblemError } from "@slipstream/contracts/problems";
import { MAX_STOCK, type StockChange } from "@slipstream/contracts/selling-api";
import { products } from "@slipstream/migrations/schema";
import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { managedBy, type Seller } from "./seller.ts";
import { touchProducts } from "./touch-products.ts";

/** What lies on the shelf of a variant, and how much of that orders hold. */
export interface StockRow extends Record<string, unknown> {
  sku: string;
  onHand: number;
  reserved: number;
}

const MAX_ISSUES = 20;

/**
 * Sets or moves stock of variants that are there, each named once. Throws `stock_below_reserved`
 * where less would be left than orders hold, `unknown_variant`: nothing may then be committed.
 */
export async function writeStock(
  transaction: ShopTransaction,
  shop: string,
  changes: readonly StockChange[],
): Promise<StockRow[]> {
  if (changes.length === 0) return [];
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
    as w(sku text, "onHand" integer, delta integer)`;
  // Locked in one order, as reserving does: two of them never wait for each other.
  await transaction.execute(sql`
    select from inventory i where i.shop_id = ${shop} and i.sku in (select w.sku from ${wanted})
    order by i.sku for update`);
  const rows = await transaction.execute<StockRow>(sql`
    update inventory i set on_hand = coalesce(w."onHand", i.on_hand + w.delta),
      updated_at = clock_timestamp()
    from ${wanted} where i.shop_id = ${shop} and i.sku = w.sku
    returning i.sku, i.on_hand as "onHand", i.reserved`);
  const found = [...rows];
  if (found.length < changes.length) {
    const known = new Set(found.map(({ sku }) => sku));
    throw unknownVariants(changes.filter(({ sku }) => !known.has(sku)).map(({ sku }) => sku));
  }
  const wrong = found.filter(
    ({ onHand, reserved }) => onHand < Math.max(0, reserved) || onHand > MAX_STOCK,
  );
  if (wrong.length > 0) throw belowReserved(wrong);
  return found;
}

/** Changes stock across products. Throws `unknown_variant`, `stock_below_reserved`. */
export async function changeStock(
  transaction: ShopTransaction,
  seller: Seller,
  changes: readonly StockChange[],
): Promise<StockRow[]> {
  requireOnce(changes);
  const skus = changes.map(({ sku }) => sku);
  const own = await transaction.execute<{ id: string; sku: string }>(sql`
    select ${products.id}, v.sku from ${products} join variants v
      on v.shop_id = ${products.shopId} and v.product_id = ${products.id}
    where ${managedBy(seller)}
      and v.sku in (select jsonb_array_elements_text(${JSON.stringify(skus)}::jsonb))
    order by ${products.id} for update of products`);
  const known = new Set([...own].map(({ sku }) => sku));
  const unknown = skus.filter((sku) => !known.has(sku));
  if (unknown.length > 0) throw unknownVariants(unknown);
  const rows = await writeStock(transaction, seller.shop, changes);
  await touchProducts(transaction, seller.shop, [...new Set([...own].map(({ id }) => id))]);
  return rows;
}

/** Throws `invalid_request` where a variant is named twice. */
export function requireOnce(changes: readonly { sku: string }[]): void {
  const seen = new Set<string>();
  for (const [index, { sku }] of changes.entries()) {
    if (seen.has(sku)) {
      throw new ProblemError("invalid_request", {
        issues: [{ path: `changes.${index}.sku`, message: `${sku} stands here twice` }],
      });
    }
    seen.add(sku);
  }
}

function unknownVariants(skus: readonly string[]): ProblemError {
  return new ProblemError("unknown_variant", {
    issues: skus
      .slice(0, MAX_ISSUES)
      .map((sku) => ({ path: "sku", message: `there is no variant ${sku}` })),
  });
}

function belowReserved(rows: readonly StockRow[]): ProblemError {
  return new ProblemError("stock_below_reserved", {
    issues: rows.slice(0, MAX_ISSUES).map(({ sku, reserved }) => ({
      path: `stock.${sku}`,
      message:
        reserved > 0
          ? `${sku} must keep at least ${reserved}: orders hold them`
          : `${sku} must keep between 0 and ${MAX_STOCK}`,
    })),
  });
}
