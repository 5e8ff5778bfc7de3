import { ProblemError } from "@slipstream/contracts/problems";
import {
  MAX_VARIANTS,
  type VariantChange,
  type VariantInput,
} from "@slipstream/contracts/selling-api";
import { variants } from "@slipstream/migrations/schema";
import { and, asc, eq } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { stockOf } from "./create-product.ts";
import { requireReady } from "./publishable.ts";
import { lockProduct, type Seller } from "./seller.ts";
import { requireOnce, writeStock } from "./stock.ts";
import { touchProducts } from "./touch-products.ts";
import { removeOtherVariants, type VariantRow, writeVariants } from "./variant-rows.ts";
import { requireVariants } from "./variant-rules.ts";

/**
 * Makes these the variants of a product, in this order; a variant is known by its number and keeps
 * its stock. Throws `unknown_product`, `conflict`, `sku_taken`, `stock_below_reserved` (also where
 * an order holds one that would go), `not_ready`, `invalid_request`.
 */
export async function replaceVariants(
  transaction: ShopTransaction,
  seller: Seller,
  wanted: { itemId: string; version: number; variants: readonly VariantInput[] },
): Promise<void> {
  const { itemId, version, variants: inputs } = wanted;
  requireVariants(inputs);
  const { status } = await lockProduct(transaction, seller, { itemId, version });
  requireReady(status, inputs.length);
  const keep = inputs.map(({ sku }) => sku);
  await removeOtherVariants(transaction, seller.shop, { itemId, keep });
  const rows = inputs.map(
    ({ sku, options, priceMinor }, position): VariantRow => ({
      sku,
      productId: itemId,
      options,
      priceMinor,
      position,
    }),
  );
  await writeVariants(transaction, seller.shop, rows);
  await writeStock(transaction, seller.shop, stockOf(inputs));
  await touchProducts(transaction, seller.shop, [itemId]);
}

/**
 * Changes some variants of a product. Throws `unknown_product`, `unknown_variant`, `conflict`,
 * `stock_below_reserved`, `invalid_request`.
 */
export async function changeVariants(
  transaction: ShopTransaction,
  seller: Seller,
  wanted: { itemId: string; version?: number | undefined; changes: readonly VariantChange[] },
): Promise<void> {
  const { itemId, version, changes } = wanted;
  requireOnce(changes);
  await lockProduct(transaction, seller, { itemId, version });
  const present = await variantsOf(transaction, seller.shop, itemId);
  const changed = new Map<string, VariantRow>();
  for (const [index, { sku, options, priceMinor }] of changes.entries()) {
    const before = present.get(sku);
    if (!before) {
      const issues = [{ path: `changes.${index}.sku`, message: `there is no variant ${sku}` }];
      throw new ProblemError("unknown_variant", { issues });
    }
    changed.set(sku, {
      ...before,
      options: options ?? before.options,
      priceMinor: priceMinor ?? before.priceMinor,
    });
  }
  requireVariants([...new Map([...present, ...changed]).values()]);
  await writeVariants(transaction, seller.shop, [...changed.values()]);
  const moved = changes.flatMap(({ sku, delta }) => (delta === undefined ? [] : [{ sku, delta }]));
  await writeStock(transaction, seller.shop, [...moved, ...stockOf(changes)]);
  await touchProducts(transaction, seller.shop, [itemId]);
}

async function variantsOf(
  transaction: ShopTransaction,
  shop: string,
  itemId: string,
): Promise<Map<string, VariantRow>> {
  const rows = await transaction
    .select({
      sku: variants.sku,
      productId: variants.productId,
      options: variants.options,
      priceMinor: variants.priceMinor,
      position: variants.position,
    })
    .from(variants)
    .where(and(eq(variants.shopId, shop), eq(variants.productId, itemId)))
    .orderBy(asc(variants.position), asc(variants.sku))
    .limit(MAX_VARIANTS * 2);
  return new Map(rows.map((row) => [row.sku, row]));
}
