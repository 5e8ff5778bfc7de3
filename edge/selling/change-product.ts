import { ProblemError } from "@slipstream/contracts/problems";
import type { ProductPatch, ProductStatus } from "@slipstream/contracts/selling-api";
import { products, variants } from "@slipstream/migrations/schema";
import { and, count, eq, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";
import { productProblem } from "./create-product.ts";
import { missingFor, requireReady } from "./publishable.ts";
import { type LockedProduct, lockProduct, managedBy, type Seller } from "./seller.ts";
import { moveSlug } from "./slug.ts";
import { touchProducts } from "./touch-products.ts";

/**
 * Changes what a product says of itself, and its state. Throws `unknown_product`, `conflict`,
 * `slug_taken`, `unknown_category`, `not_ready`.
 */
export async function changeProduct(
  transaction: ShopTransaction,
  seller: Seller,
  itemId: string,
  patch: ProductPatch,
): Promise<void> {
  const { version, slug, status, ...text } = patch;
  const product = await lockProduct(transaction, seller, { itemId, version });
  if (status !== undefined && status !== product.status) {
    requireReady(status, await countVariants(transaction, seller, itemId));
    await setStatus(transaction, seller, product, status);
  }
  if (slug !== undefined && slug !== product.slug) {
    await moveSlug(transaction, seller.shop, { itemId, from: product.slug, to: slug }).catch(
      (error: unknown) => {
        throw productProblem(error);
      },
    );
  }
  if (Object.keys(text).length > 0) {
    try {
      await transaction.update(products).set(text).where(one(seller, itemId));
    } catch (error) {
      throw productProblem(error);
    }
  }
  await touchProducts(transaction, seller.shop, [itemId]);
}

function one({ shop }: Seller, itemId: string) {
  return and(eq(products.shopId, shop), eq(products.id, itemId));
}

async function countVariants(
  transaction: ShopTransaction,
  { shop }: Seller,
  itemId: string,
): Promise<number> {
  const [counted] = await transaction
    .select({ count: count() })
    .from(variants)
    .where(and(eq(variants.shopId, shop), eq(variants.productId, itemId)));
  return counted?.count ?? 0;
}

/** The product must be ready for the state. */
async function setStatus(
  transaction: ShopTransaction,
  seller: Seller,
  { itemId, title, status: before }: LockedProduct,
  status: ProductStatus,
): Promise<void> {
  const { shop, principal } = seller;
  await transaction.update(products).set({ status }).where(one(seller, itemId));
  await writeAudit(transaction, shop, {
    principal,
    action: verbOf[status],
    resource: "product",
    resourceId: itemId,
    before: { status: before, title },
    after: { status },
  });
}

const verbOf: Readonly<Record<ProductStatus, string>> = {
  draft: "withdraw",
  published: "publish",
  hidden: "hide",
  deleted: "delete",
};

/** Brings many products to one state; those that cannot be stay as they are, and it says why. */
export async function changeStatusOfMany(
  transaction: ShopTransaction,
  seller: Seller,
  wanted: { itemIds: readonly string[]; status: ProductStatus },
): Promise<{ changed: number; refused: { itemId: string; reason: string }[] }> {
  const { status } = wanted;
  const itemIds = [...new Set(wanted.itemIds)];
  const rows = await transaction
    .select({
      itemId: products.id,
      slug: products.slug,
      title: products.title,
      status: products.status,
      version: products.version,
      variantCount: sql<number>`(
        select count(*)::int from variants v
        where v.shop_id = products.shop_id and v.product_id = products.id)`,
    })
    .from(products)
    .where(
      and(
        managedBy(seller),
        sql`${products.id} in (select jsonb_array_elements_text(${JSON.stringify(itemIds)}::jsonb))`,
      ),
    )
    .orderBy(products.id)
    .for("update");
  const known = new Map(rows.map((row) => [row.itemId, row]));
  const refused: { itemId: string; reason: string }[] = [];
  const changed: string[] = [];
  for (const itemId of itemIds) {
    const row = known.get(itemId);
    const reason = row
      ? missingFor(status, row.variantCount)
      : new ProblemError("unknown_product").message;
    if (!row || reason !== undefined) refused.push({ itemId, reason: reason ?? "" });
    else if (row.status !== status) {
      await setStatus(transaction, seller, row, status);
      changed.push(itemId);
    }
  }
  await touchProducts(transaction, seller.shop, changed);
  return { changed: changed.length, refused };
}
