import type { Category } from "@slipstream/contracts/shop-api";
import { categories } from "@slipstream/migrations/schema";
import { asc, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

// Written out: drizzle drops the table's name from columns of a query on one table, and inside a
// subquery the name is what ties it to the row outside.

/** The category's own slug and those of everything below it. */
const subtree = sql.raw(`(
  with recursive below as (
    select categories.slug as slug
    union
    select child.slug from categories child join below on child.parent_slug = below.slug
    where child.shop_id = categories.shop_id
  ) select slug from below)`);

const productCount = sql<number>`(
  select count(*)::int from products p
  where p.shop_id = categories.shop_id and p.status = 'published' and p.category_slug in ${subtree})`;

const picture = sql<{ url: string; alt: string } | null>`(
  select json_build_object('url', i.url, 'alt', i.alt)
  from products p join product_images i on i.shop_id = p.shop_id and i.product_id = p.id
  where p.shop_id = categories.shop_id and p.status = 'published' and p.category_slug in ${subtree}
  order by i.position, p.created_at desc, p.id limit 1)`;

/** A category with what it is called in other languages, by language. */
export interface KnownCategory extends Category {
  translations?: Readonly<Record<string, { name: string; description: string }>>;
}

/** All categories of the transaction's shop, in display order, with counts of what is for sale. */
export async function readCategories(transaction: ShopTransaction): Promise<KnownCategory[]> {
  const rows = await transaction
    .select({
      slug: categories.slug,
      name: categories.name,
      description: categories.description,
      tint: categories.tint,
      parentSlug: categories.parentSlug,
      productCount,
      image: picture,
      translations: categories.translations,
    })
    .from(categories)
    .orderBy(asc(categories.position), asc(categories.slug));
  return rows.map(({ parentSlug, image, translations, ...category }) => ({
    ...category,
    ...(parentSlug === null ? {} : { parentSlug }),
    ...(image === null ? {} : { image }),
    ...(Object.keys(translations).length === 0 ? {} : { translations }),
  }));
}
