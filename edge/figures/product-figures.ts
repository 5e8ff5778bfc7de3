import {
  PRODUCT_FIGURES_PAGE_SIZE,
  type ProductFigures,
  type ProductFiguresSort,
} from "@slipstream/contracts/figures-api";
import { type SQL, sql } from "drizzle-orm";
import { likePattern } from "../admin/pages-of.ts";
import type { ShopTransaction } from "../database/database.ts";
import { productFiguresInScope, type Scope, salesInScope } from "./scope.ts";

export interface ProductFiguresQuery {
  sort: ProductFiguresSort;
  descending: boolean;
  page: number;
  /** Words of the title. */
  search: string | undefined;
}

const sortColumns: Readonly<Record<ProductFiguresSort, SQL>> = {
  revenue: sql`revenue`,
  units: sql`units`,
  recommended: sql`recommended`,
  impressions: sql`impressions`,
  views: sql`views`,
  carts: sql`carts`,
  purchases: sql`purchases`,
  returned: sql`returned_units`,
  title: sql`lower(title)`,
};

/** One page of the products in scope, each with its funnel, its sales and what rails brought it. */
export async function readProductFigures(
  transaction: ShopTransaction,
  scope: Scope,
  query: ProductFiguresQuery,
): Promise<{ items: ProductFigures[]; total: number; page: number; pages: number }> {
  const { shop, seller } = scope;
  const wanted = sql`p.shop_id = ${shop} and p.status <> 'deleted'
    ${seller === undefined ? sql`` : sql`and p.seller_id = ${seller}::uuid`}
    ${query.search ? sql`and p.title ilike ${likePattern(query.search)}` : sql``}`;
  const direction = query.descending ? sql`desc` : sql`asc`;
  const [counted, rows] = await Promise.all([
    transaction.execute(sql`select count(*) as total from products p where ${wanted}`),
    transaction.execute(sql`
      with seen as (
        select product_id, sum(impressions) as impressions, sum(views) as views,
          sum(carts) as carts, sum(returned_units) as returned_units
        from daily_figures where ${productFiguresInScope(scope)} group by 1
      ), sold as (
        select product_id, count(*) as purchases, sum(quantity) as units,
          sum(quantity * price_minor) as revenue,
          sum(quantity) filter (where request_id is not null) as recommended_units,
          sum(quantity * price_minor) filter (where request_id is not null) as recommended
        from sale_lines where ${salesInScope(scope)} group by 1
      ), figures as (
        select p.id, p.slug, p.title, p.status, p.category_slug,
          coalesce(seen.impressions, 0) as impressions, coalesce(seen.views, 0) as views,
          coalesce(seen.carts, 0) as carts, coalesce(seen.returned_units, 0) as returned_units,
          coalesce(sold.purchases, 0) as purchases, coalesce(sold.units, 0) as units,
          coalesce(sold.revenue, 0) as revenue,
          coalesce(sold.recommended_units, 0) as recommended_units,
          coalesce(sold.recommended, 0) as recommended
        from products p left join seen on seen.product_id = p.id
        left join sold on sold.product_id = p.id
        where ${wanted}
      ), listed as (
        select *, row_number() over (order by ${sortColumns[query.sort]} ${direction}, id) as place
        from figures order by place
        limit ${PRODUCT_FIGURES_PAGE_SIZE} offset ${(query.page - 1) * PRODUCT_FIGURES_PAGE_SIZE}
      )
      select listed.*, c.tint, i.url, i.alt from listed
      join categories c on c.shop_id = ${shop} and c.slug = listed.category_slug
      left join lateral (
        select url, alt from product_images
        where shop_id = ${shop} and product_id = listed.id order by position limit 1
      ) i on true
      order by place`),
  ]);
  const total = Number(counted[0]?.total ?? 0);
  return {
    items: [...rows].map(itemOf),
    total,
    page: query.page,
    pages: Math.ceil(total / PRODUCT_FIGURES_PAGE_SIZE),
  };
}

function itemOf(row: Readonly<Record<string, unknown>>): ProductFigures {
  return {
    itemId: String(row.id),
    slug: String(row.slug),
    title: String(row.title),
    tint: String(row.tint),
    status: String(row.status),
    ...(row.url === null ? {} : { image: { url: String(row.url), alt: String(row.alt) } }),
    impressions: Number(row.impressions),
    views: Number(row.views),
    carts: Number(row.carts),
    purchases: Number(row.purchases),
    units: Number(row.units),
    revenueMinor: Number(row.revenue),
    recommendedUnits: Number(row.recommended_units),
    recommendedRevenueMinor: Number(row.recommended),
    returnedUnits: Number(row.returned_units),
  };
}
