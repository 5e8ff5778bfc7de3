import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { ShopTransaction } from "../database/database.ts";
import { type Filters, misfits } from "./filters.ts";
import { priceRanges } from "./price-ranges.ts";
import { textArray } from "./sql-arrays.ts";

export type Sort = "relevance" | "newest" | "price_asc" | "price_desc" | "title";

/** Of a search for something this common only so many are looked at: nobody leafs through them. */
const MAX_MATCHES = 20_000;
/** Different values of one facet that are brought home, most frequent first. */
const MAX_VALUES = 200;

/** Rows that have the same value and miss the same filters. */
const countSchema = z.tuple([
  /** Which facet: the column's name, or an attribute's. */
  z.string(),
  z.string().nullable(),
  /** The bits of the filters that these rows do not fit. */
  z.number().int(),
  z.number().int(),
]);
export type FacetCount = z.infer<typeof countSchema>;

const answerSchema = z.object({
  ids: z.array(z.string()),
  total: z.number().int(),
  /** Rows that fit the words, whatever filters they miss. */
  matches: z.number().int(),
  plain: z.array(countSchema),
  chosen: z.array(countSchema),
});

/** One page of ids, and all that facets are made of. */
export type Matching = z.infer<typeof answerSchema>;

/**
 * One statement for a page and all its counts: the matching rows are read once, with the filters that
 * each of them misses. A row that misses two of them counts nowhere.
 */
export async function readMatching(
  transaction: ShopTransaction,
  options: {
    /** Undefined: all that lies `within`. */
    query: SQL | undefined;
    within: readonly string[] | undefined;
    filters: Filters;
    sort: Sort;
    currency: string;
    page: number;
    pageSize: number;
  },
): Promise<Matching> {
  const { query, within, filters, sort, page, pageSize } = options;
  const bounds = priceRanges(options.currency).flatMap(({ fromMinor }) => fromMinor);
  const most = query ? sql.raw(String(MAX_MATCHES)) : sql`null`;
  const [answer] = await transaction.execute(sql`
    with matching as materialized (
      select m.product_id, m.title, m.category, m.brand, m.seller_id, m.price_minor, m.in_stock,
        m.created_at, m.facets, m.rank, ${misfits(filters)} as missed,
        width_bucket(m.price_minor, ${sql.raw(`'{${bounds.join(",")}}'::bigint[]`)}) as price
      from search_matches(${query ?? sql`null`}, ${within ? textArray(within) : sql`null`}, false,
        ${most}) m
    ), counted as (
      select case grouping(category, brand, seller_id, in_stock, price)
          when 15 then 'category' when 23 then 'brand' when 27 then 'seller'
          when 29 then 'inStock' else 'price' end as facet,
        coalesce(category, brand, seller_id::text, in_stock::text, price::text) as value, missed,
        count(*)::int as products
      from matching where missed & (missed - 1) = 0
      group by grouping sets ((category, missed), (brand, missed), (seller_id, missed),
        (in_stock, missed), (price, missed))
    ), valued as (
      select id, missed, count(*)::int as products from matching, unnest(facets) id
      where missed & (missed - 1) = 0 group by id, missed
    )
    select
      (select coalesce(json_agg(product_id order by place), '[]') from (
        select product_id, row_number() over () as place from (
          select product_id from matching where missed = 0
          ${orderOf(sort, query !== undefined)}
          limit ${sql.raw(String(pageSize))} offset ${sql.raw(String((page - 1) * pageSize))}
        ) best) page) as ids,
      (select coalesce(sum(products), 0)::int from counted where facet = 'inStock' and missed = 0)
        as total,
      (select count(*)::int from matching) as matches,
      (select coalesce(json_agg(json_build_array(facet, value, missed, products)), '[]') from (
        select *, dense_rank() over (partition by facet order by products desc, value) as place
        from counted) c
        where place <= ${sql.raw(String(MAX_VALUES))} or facet in ('category', 'inStock', 'price')
          or value = any(${textArray([...filters.brands, ...filters.sellers])})) as plain,
      (select coalesce(json_agg(json_build_array(n.name, n.value, missed, products)), '[]')
        from search_value_names((select array_agg(distinct id) from valued)) n
        join valued using (id)) as chosen`);
  return answerSchema.parse(answer);
}

function orderOf(sort: Sort, hasQuery: boolean): SQL {
  return sql.raw(`order by ${order(sort, hasQuery)}, product_id`);
}

function order(sort: Sort, hasQuery: boolean): string {
  switch (sort) {
    case "price_asc":
      return "price_minor";
    case "price_desc":
      return "price_minor desc";
    case "title":
      return "title";
    case "newest":
      return "created_at desc";
    default:
      // What is sold out stands lower, and is still found.
      return hasQuery
        ? "rank * (case when in_stock then 1 else 0.6 end) desc, created_at desc"
        : "created_at desc";
  }
}
