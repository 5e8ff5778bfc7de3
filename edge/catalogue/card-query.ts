import type { Language } from "@slipstream/contracts/languages";
import type { ProductCard } from "@slipstream/contracts/shop-api";
import { categories, productImages, products } from "@slipstream/migrations/schema";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { SelectedFields } from "drizzle-orm/pg-core";
import type { ShopTransaction } from "../database/database.ts";
import { cardIn } from "./translation.ts";
import { titlesFor } from "./translation-columns.ts";

/** A product counts as new for this long. */
const NEW_MS = 14 * 24 * 3600 * 1000;

const inStock = sql<boolean>`(
  not exists (
    select from variants v where v.shop_id = products.shop_id and v.product_id = products.id)
  or exists (
    select from variants v join inventory n on n.shop_id = v.shop_id and n.sku = v.sku
    where v.shop_id = products.shop_id and v.product_id = products.id and n.on_hand > n.reserved))`;

const firstPosition = sql`(
  select min(i.position) from product_images i
  where i.shop_id = products.shop_id and i.product_id = products.id)`;

const cardColumns = (language: Language) => ({
  itemId: products.id,
  slug: products.slug,
  title: products.title,
  brand: products.brand,
  priceMinor: products.priceMinor,
  currency: products.currency,
  createdAt: products.createdAt,
  ratingCount: products.ratingCount,
  ratingSum: products.ratingSum,
  tint: categories.tint,
  imageUrl: productImages.url,
  imageAlt: productImages.alt,
  inStock,
  titles: titlesFor(language),
});

/**
 * The query that cards in a language are made of, with `more` columns;
 * add `where`, order and limit.
 */
export function selectCards<More extends SelectedFields = Record<never, never>>(
  transaction: ShopTransaction,
  language: Language,
  more: More = {} as More,
) {
  return transaction
    .select({ ...cardColumns(language), ...more })
    .from(products)
    .innerJoin(
      categories,
      and(eq(categories.shopId, products.shopId), eq(categories.slug, products.categorySlug)),
    )
    .leftJoin(
      productImages,
      and(
        eq(productImages.shopId, products.shopId),
        eq(productImages.productId, products.id),
        eq(productImages.position, firstPosition),
      ),
    );
}

/** When, and for readers of which language. */
export interface MadeFor {
  nowMs: number;
  language: Language;
}

type CardRow = Awaited<ReturnType<typeof selectCards>>[number];

/** A card in a language, where its product has a name there. */
export function toCard(row: CardRow, { nowMs, language }: MadeFor): ProductCard {
  const { itemId, slug, title, brand, priceMinor, currency, tint, imageUrl, imageAlt } = row;
  const { ratingCount, ratingSum } = row;
  const card: ProductCard = {
    itemId,
    slug,
    title,
    brand,
    priceMinor,
    currency,
    tint,
    inStock: row.inStock,
    isNew: nowMs - row.createdAt.getTime() < NEW_MS,
    ...(imageUrl === null ? {} : { image: { url: imageUrl, alt: imageAlt ?? "" } }),
    ...(ratingCount === 0
      ? {}
      : { rating: { average: ratingSum / ratingCount, count: ratingCount } }),
  };
  return cardIn(language, card, row.titles);
}

/** Only what shoppers may see. */
export function published(condition?: SQL): SQL | undefined {
  return and(eq(products.status, "published"), condition);
}
