import { ProblemError } from "@slipstream/contracts/problems";
import type { SellingProduct } from "@slipstream/contracts/selling-api";
import { products } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { managedBy, type Seller } from "./seller.ts";

// Written out: drizzle drops the table's name from columns of a query on one table.

const images = sql<SellingProduct["images"]>`(
  select coalesce(json_agg(json_build_object(
    'url', i.url, 'alt', i.alt, 'width', i.width, 'height', i.height) order by i.position), '[]')
  from product_images i where i.shop_id = products.shop_id and i.product_id = products.id)`;

/** A column of a query on `products`: the variants of each. */
export const variantsColumn = sql<SellingProduct["variants"]>`(
  select coalesce(json_agg(json_build_object(
    'sku', v.sku, 'options', v.options, 'priceMinor', v.price_minor,
    'onHand', coalesce(n.on_hand, 0), 'reserved', coalesce(n.reserved, 0))
    order by v.position, v.sku), '[]')
  from variants v left join inventory n on n.shop_id = v.shop_id and n.sku = v.sku
  where v.shop_id = products.shop_id and v.product_id = products.id)`;

/** All of a product, for those who sell it. Throws `unknown_product`, also for those of others. */
export async function readSellingProduct(
  transaction: ShopTransaction,
  seller: Seller,
  itemId: string,
): Promise<SellingProduct> {
  const [found] = await transaction
    .select({
      itemId: products.id,
      slug: products.slug,
      title: products.title,
      description: products.description,
      brand: products.brand,
      categorySlug: products.categorySlug,
      attributes: products.attributes,
      translations: products.translations,
      consumable: products.consumable,
      status: products.status,
      priceMinor: products.priceMinor,
      currency: products.currency,
      sellerId: products.sellerId,
      version: products.version,
      createdAt: products.createdAt,
      updatedAt: products.updatedAt,
      images,
      variants: variantsColumn,
    })
    .from(products)
    .where(and(managedBy(seller), eq(products.id, itemId)));
  if (!found) throw new ProblemError("unknown_product");
  return {
    ...found,
    createdAt: found.createdAt.toISOString(),
    updatedAt: found.updatedAt.toISOString(),
  };
}
