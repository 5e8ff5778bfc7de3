import { ProblemError } from "@slipstream/contracts/problems";
import type { ProductDetail } from "@slipstream/contracts/shop-api";
import {
  inventory,
  productImages,
  productRedirects,
  products,
  variants,
} from "@slipstream/migrations/schema";
import { and, asc, eq, sql } from "drizzle-orm";
import type { Database, ShopTransaction } from "../database/database.ts";
import { published, selectCards, toCard } from "./card-query.ts";
import type { Catalogue } from "./catalogue.ts";

/**
 * A product by its slug, or by one that it had before: the answer's `slug` is the present one.
 * Throws `unknown_product` (hidden ones are unknown), `database_unavailable`.
 */
export function readProduct(options: ProductRequest): Promise<ProductDetail> {
  return options.catalogue.remember(`product ${options.slug}`, () => readFresh(options));
}

interface ProductRequest {
  database: Database;
  catalogue: Catalogue;
  shop: string;
  slug: string;
}

async function readFresh(options: ProductRequest): Promise<ProductDetail> {
  const found = await options.database.withShop(options.shop, async (transaction) => {
    const cards = await selectCards(transaction).where(published(bySlug(options.slug)));
    const card = cards[0];
    return card && { card, ...(await readRest(transaction, card.itemId)) };
  });
  const product = found?.products[0];
  if (!found || !product) throw new ProblemError("unknown_product");
  return {
    ...toCard(found.card, Date.now()),
    description: product.description,
    attributes: product.attributes,
    version: product.version,
    images: found.images,
    variants: found.variants,
    categoryPath: pathOf(options.catalogue, product.categorySlug),
  };
}

function bySlug(slug: string) {
  return sql`(${products.slug} = ${slug} or ${products.id} = (
    select ${productRedirects.productId} from ${productRedirects}
    where ${productRedirects.shopId} = ${products.shopId} and ${productRedirects.slug} = ${slug}))`;
}

async function readRest(transaction: ShopTransaction, itemId: string) {
  const [details, images, options] = await Promise.all([
    transaction
      .select({
        description: products.description,
        attributes: products.attributes,
        categorySlug: products.categorySlug,
        version: products.version,
      })
      .from(products)
      .where(eq(products.id, itemId)),
    transaction
      .select({ url: productImages.url, alt: productImages.alt })
      .from(productImages)
      .where(eq(productImages.productId, itemId))
      .orderBy(asc(productImages.position)),
    transaction
      .select({
        sku: variants.sku,
        options: variants.options,
        priceMinor: variants.priceMinor,
        available: sql<number>`greatest(0, coalesce(${inventory.onHand} - ${inventory.reserved}, 0))`,
      })
      .from(variants)
      .leftJoin(
        inventory,
        and(eq(inventory.shopId, variants.shopId), eq(inventory.sku, variants.sku)),
      )
      .where(eq(variants.productId, itemId))
      .orderBy(asc(variants.position), asc(variants.sku)),
  ]);
  return { products: details, images, variants: options };
}

/** Names from the root down to a category. */
function pathOf(catalogue: Catalogue, slug: string): { slug: string; name: string }[] {
  const bySlug = new Map(catalogue.categories.map((category) => [category.slug, category]));
  const path: { slug: string; name: string }[] = [];
  for (let at = bySlug.get(slug); at && path.length < bySlug.size; ) {
    path.unshift({ slug: at.slug, name: at.name });
    at = at.parentSlug === undefined ? undefined : bySlug.get(at.parentSlug);
  }
  return path;
}
