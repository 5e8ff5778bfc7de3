import type { Language } from "@slipstream/contracts/languages";
import type { Category } from "@slipstream/contracts/shop-api";
import { categories, productImages, products } from "@slipstream/migrations/schema";
import { asc, count, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { published } from "./card-query.ts";
import { subtreeOf } from "./subtree.ts";

/** Of a category's newest products so many are looked at for one that has a picture. */
const LOOKED_AT = 20;

/** The picture of one category's own products that it is shown with. */
interface Picture {
  url: string;
  alt: string;
  position: number;
  /** Of its product, epoch seconds. */
  createdAt: number;
}

/**
 * All categories of the transaction's shop, in display order, with counts of what is for sale in them
 * and below; in the words of the language where they have some. Counts and pictures are read of each
 * category's own products and summed up here: asked for by subtree, products would be read again for
 * each category above them.
 */
export async function readCategories(
  transaction: ShopTransaction,
  language: Language,
): Promise<Category[]> {
  const [rows, counts, pictures] = await Promise.all([
    transaction.select().from(categories).orderBy(asc(categories.position), asc(categories.slug)),
    transaction
      .select({ slug: products.categorySlug, products: count() })
      .from(products)
      .where(published())
      .groupBy(products.categorySlug),
    readPictures(transaction),
  ]);
  const counted = new Map(counts.map((row) => [row.slug, row.products]));
  const pictured = new Map(pictures.map(({ slug, ...picture }) => [slug, picture]));
  return rows.map(({ slug, tint, parentSlug, translations, ...own }) => {
    const { name, description } = translations[language] ?? own;
    const below = subtreeOf(slug, rows);
    const [picture] = below.flatMap((one) => pictured.get(one) ?? []).sort(firstShown);
    return {
      slug,
      name,
      description,
      tint,
      productCount: below.reduce((sum, one) => sum + (counted.get(one) ?? 0), 0),
      ...(parentSlug === null ? {} : { parentSlug }),
      ...(picture ? { image: { url: picture.url, alt: picture.alt } } : {}),
    };
  });
}

/** First pictures before second ones, of the newest product. */
function firstShown(one: Picture, other: Picture): number {
  return one.position - other.position || other.createdAt - one.createdAt;
}

async function readPictures(transaction: ShopTransaction): Promise<(Picture & { slug: string })[]> {
  const rows = await transaction.execute<Record<string, unknown> & Picture & { slug: string }>(sql`
    select c.slug, picture.* from ${categories} c cross join lateral (
      select i.url, i.alt, i.position, newest.created_at::text as "createdAt" from (
        select p.shop_id, p.id, p.created_at from ${products} p
        where p.shop_id = c.shop_id and p.category_slug = c.slug and p.status = 'published'
        order by p.created_at desc, p.id limit ${sql.raw(String(LOOKED_AT))}
      ) newest join ${productImages} i on i.shop_id = newest.shop_id and i.product_id = newest.id
      order by i.position, newest.created_at desc, newest.id limit 1
    ) picture`);
  return [...rows];
}
