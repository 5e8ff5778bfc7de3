import type { ProductStatus, SellingQuery, SellingRow } from "@slipstream/contracts/selling-api";
import { categories, productImages, products, sellers } from "@slipstream/migrations/schema";
import { and, desc, eq, ne, or, type SQL, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { literalPattern } from "../database/like.ts";
import { managedBy, type Seller } from "./seller.ts";

const stock = (column: "on_hand" | "reserved") => sql<number>`(
  select coalesce(sum(n.${sql.raw(column)}), 0)::float8 from variants v
  join inventory n on n.shop_id = v.shop_id and n.sku = v.sku
  where v.shop_id = products.shop_id and v.product_id = products.id)`;

const columns = {
  itemId: products.id,
  slug: products.slug,
  title: products.title,
  categoryName: categories.name,
  tint: categories.tint,
  status: products.status,
  priceMinor: products.priceMinor,
  currency: products.currency,
  imageUrl: productImages.url,
  imageAlt: productImages.alt,
  sellerName: sellers.name,
  updatedAt: products.updatedAt,
  variants: sql<number>`(
    select count(*)::int from variants v
    where v.shop_id = products.shop_id and v.product_id = products.id)`,
  onHand: stock("on_hand"),
  reserved: stock("reserved"),
};

const firstImage = and(
  eq(productImages.shopId, products.shopId),
  eq(productImages.productId, products.id),
  sql`${productImages.position} = (
    select min(i.position) from product_images i
    where i.shop_id = products.shop_id and i.product_id = products.id)`,
);

/** One page of somebody's products, the last changed first, and how many there are in each state. */
export async function listSellingProducts(
  transaction: ShopTransaction,
  seller: Seller,
  query: SellingQuery,
) {
  const { status, page, pageSize } = query;
  const found = and(managedBy(seller), matches(seller.shop, query.search ?? ""));
  const shown = and(found, status ? eq(products.status, status) : ne(products.status, "deleted"));
  const [rows, totals] = await Promise.all([
    transaction
      .select(columns)
      .from(products)
      .innerJoin(
        categories,
        and(eq(categories.shopId, products.shopId), eq(categories.slug, products.categorySlug)),
      )
      .leftJoin(productImages, firstImage)
      .leftJoin(sellers, eq(sellers.id, products.sellerId))
      .where(shown)
      .orderBy(desc(products.updatedAt), products.id)
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    transaction
      .select({ status: products.status, count: sql<number>`count(*)::int` })
      .from(products)
      .where(found)
      .groupBy(products.status),
  ]);
  const counts: Record<ProductStatus, number> = { draft: 0, published: 0, hidden: 0, deleted: 0 };
  for (const total of totals) counts[total.status] = total.count;
  const total = status ? counts[status] : counts.draft + counts.published + counts.hidden;
  return { items: rows.map(toRow), total, page, pages: Math.ceil(total / pageSize), counts };
}

type Row = Omit<SellingRow, "image" | "updatedAt"> & {
  updatedAt: Date;
  imageUrl: string | null;
  imageAlt: string | null;
};

function toRow({ imageUrl, imageAlt, updatedAt, ...row }: Row): SellingRow {
  return {
    ...row,
    updatedAt: updatedAt.toISOString(),
    ...(imageUrl === null ? {} : { image: { url: imageUrl, alt: imageAlt ?? "" } }),
  };
}

/** Part of a title, or the beginning of an id or of an article number. */
function matches(shop: string, search: string): SQL | undefined {
  if (search === "") return undefined;
  const literal = literalPattern(search);
  const start = `${literal}%`;
  return or(
    sql`${products.title} ilike ${`%${literal}%`}`,
    sql`${products.id} like ${start}`,
    sql`${products.id} in (
      select v.product_id from variants v where v.shop_id = ${shop} and v.sku ilike ${start})`,
  );
}
