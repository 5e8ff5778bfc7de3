import type { ProductTranslations } from "@slipstream/contracts/translations";
import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../../database/database.ts";
import type { Seller } from "../seller.ts";
import { slugFrom } from "../slug.ts";
import type { Draft } from "./drafts.ts";

/** A product that is there, as an import compares it. */
export type KnownProduct = {
  id: string;
  slug: string;
  title: string;
  description: string;
  brand: string;
  categorySlug: string;
  attributes: Record<string, string>;
  translations: ProductTranslations;
  consumable: boolean;
  status: string;
  own: boolean;
};

export type KnownVariant = {
  sku: string;
  productId: string;
  options: Record<string, string>;
  priceMinor: number;
  position: number;
  onHand: number;
  reserved: number;
};

/** Everything that decides on whether rows of a file can be applied. */
export interface KnownShop {
  products: Map<string, KnownProduct>;
  /** Which product an address leads to, or once led to. */
  slugs: Map<string, string>;
  variants: Map<string, KnownVariant>;
  categories: Set<string>;
}

/** Reads, and locks until the transaction ends, what a file speaks of. */
export async function readKnown(
  transaction: ShopTransaction,
  seller: Seller,
  drafts: readonly Draft[],
): Promise<KnownShop> {
  const { shop, principal, reach } = seller;
  const ids = list(drafts.flatMap(({ id }) => id ?? []));
  const slugs = list(drafts.flatMap(({ fields }) => fields.slug ?? slugFrom(fields.title ?? "")));
  const skus = list(drafts.flatMap(({ variants }) => variants.map(({ sku }) => sku)));
  const own =
    reach === "all"
      ? sql`true`
      : sql`(p.seller_id is not distinct from ${principal.userId ?? null}::uuid)`;
  const products = await transaction.execute<KnownProduct>(sql`
    select p.id, p.slug, p.title, p.description, p.brand, p.category_slug as "categorySlug",
      p.attributes, p.translations, p.consumable, p.status, ${own} as own
    from products p where p.shop_id = ${shop} and (p.id in ${ids} or p.slug in ${slugs})
    order by p.id for update`);
  const found = list([...products].map(({ id }) => id));
  const variants = await transaction.execute<KnownVariant>(sql`
    select v.sku, v.product_id as "productId", v.options, v.price_minor::float8 as "priceMinor",
      v.position, coalesce(i.on_hand, 0) as "onHand", coalesce(i.reserved, 0) as reserved
    from variants v left join inventory i on i.shop_id = v.shop_id and i.sku = v.sku
    where v.shop_id = ${shop} and (v.sku in ${skus} or v.product_id in ${found})`);
  const redirects = await transaction.execute<{ slug: string; id: string }>(sql`
    select slug, product_id as id from product_redirects where shop_id = ${shop} and slug in ${slugs}`);
  const categories = await transaction.execute<{ slug: string }>(
    sql`select slug from categories where shop_id = ${shop}`,
  );
  return {
    products: new Map([...products].map((product) => [product.id, product])),
    slugs: new Map([...redirects, ...products].map(({ slug, id }) => [slug, id])),
    variants: new Map([...variants].map((variant) => [variant.sku, variant])),
    categories: new Set([...categories].map(({ slug }) => slug)),
  };
}

function list(values: readonly string[]) {
  return sql`(select jsonb_array_elements_text(${JSON.stringify([...new Set(values)])}::jsonb))`;
}
