import type { Language } from "@slipstream/contracts/languages";
import type { Category, ProductDetail } from "@slipstream/contracts/shop-api";
import { products } from "@slipstream/migrations/schema";
import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { type MadeFor, selectCards, toCard } from "./card-query.ts";
import { detailIn } from "./translation.ts";
import { translationsFor } from "./translation-columns.ts";

// One query for all of a product: each further one would be two more round trips, and nothing of the
// page can go out before.

const images = sql<ProductDetail["images"]>`(
  select coalesce(json_agg(json_build_object('url', i.url, 'alt', i.alt) order by i.position), '[]')
  from product_images i where i.shop_id = products.shop_id and i.product_id = products.id)`;

const variants = sql<ProductDetail["variants"]>`(
  select coalesce(json_agg(json_build_object(
    'sku', v.sku, 'options', v.options, 'priceMinor', v.price_minor,
    'available', greatest(0, coalesce(n.on_hand - n.reserved, 0))) order by v.position, v.sku), '[]')
  from variants v left join inventory n on n.shop_id = v.shop_id and n.sku = v.sku
  where v.shop_id = products.shop_id and v.product_id = products.id)`;

const detailColumns = {
  description: products.description,
  attributes: products.attributes,
  version: products.version,
  categorySlug: products.categorySlug,
  sellerId: products.sellerId,
  images,
  variants,
};

/**
 * The query that a product's page in a language is made of; add `where`, order and limit.
 */
export function selectDetails(transaction: ShopTransaction, language: Language) {
  return selectCards(transaction, language, {
    ...detailColumns,
    translations: translationsFor(language),
  });
}

type DetailRow = Awaited<ReturnType<typeof selectDetails>>[number];

export function toDetail(
  row: DetailRow,
  categories: readonly Category[],
  made: MadeFor,
): ProductDetail {
  const { description, attributes, version, images, variants } = row;
  const detail: ProductDetail = {
    ...toCard(row, made),
    description,
    attributes,
    version,
    images,
    variants,
    categoryPath: pathOf(categories, row.categorySlug),
  };
  return detailIn(made.language, detail, row.translations);
}

/** Names from the root down to a category. */
function pathOf(categories: readonly Category[], slug: string): { slug: string; name: string }[] {
  const bySlug = new Map(categories.map((category) => [category.slug, category]));
  const path: { slug: string; name: string }[] = [];
  for (let at = bySlug.get(slug); at && path.length < bySlug.size; ) {
    path.unshift({ slug: at.slug, name: at.name });
    at = at.parentSlug === undefined ? undefined : bySlug.get(at.parentSlug);
  }
  return path;
}
