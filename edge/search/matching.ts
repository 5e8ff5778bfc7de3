import { sellers } from "@slipstream/migrations/schema";
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { ShopTransaction } from "../database/database.ts";
import { type Filters, facetNames, misfits } from "./filters.ts";
import { priceRanges } from "./price-ranges.ts";
import { textArray } from "./sql-arrays.ts";

export type Sort = "relevance" | "newest" | "price_asc" | "price_desc" | "title";

/** Of a search for something this common only so many are looked at: nobody leafs through them. */
const MAX_MATCHES = 20_000;
/** Different values of one facet that are brought home, most frequent first. */
const MAX_VALUES = 200;

/** Rows that have the same value and miss the same filters. */
const countSchema = z.object({
  /** Which facet: `:category`, `:brand`, `:seller`, or an attribute's name. */
  name: z.string(),
  value: z.string(),
  /** The bits of the filters that these rows do not fit. */
  missed: z.number().int(),
  products: z.number().int(),
  /** What a seller is called. */
  label: z.string().nullable(),
});
export type ValueCount = z.infer<typeof countSchema>;

/** Rows in the same range of prices, in stock or not, that miss the same filters. */
const plainSchema = z.object({
  price: z.number().int(),
  inStock: z.boolean(),
  missed: z.number().int(),
  products: z.number().int(),
});
export type PlainCount = z.infer<typeof plainSchema>;

const answerSchema = z.object({
  ids: z.array(z.string()),
  values: z.array(countSchema),
  plain: z.array(plainSchema),
});

/** One page of ids, and all that facets are made of. */
export interface Matching extends z.infer<typeof answerSchema> {
  /** Rows that fit the words and all filters. */
  total: number;
  /** Rows that fit the words, whatever filters they miss. */
  matches: number;
}

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
  const missed = misfits(filters);
  // Where nobody chose anything no row misses anything: nothing to tell apart.
  const byMissed = missed ? sql`, missed` : sql``;
  const statement = sql`
    with matching as materialized (
      select product_id, ${sort === "title" ? sql`title,` : sql``} m.price_minor, m.in_stock,
        created_at, choices, rank, ${missed ?? sql`0`} as missed,
        width_bucket(m.price_minor, ${sql.raw(`'{${bounds.join(",")}}'::bigint[]`)}) as price
      from search_hits(${query ?? sql`null`}, ${within ? textArray(within) : sql`null`}, false,
        ${most}) m
    ), counted as (
      select id, ${missed ? sql`missed` : sql`0 as missed`}, count(*)::int as products
      from (
        select unnest(choices) as id, missed from matching where missed & (missed - 1) = 0
      ) chosen group by id${byMissed}
    ), named as (
      select n.name, n.value, missed, products,
        dense_rank() over (partition by n.name order by products desc, n.value) as place
      from search_value_names((select array_agg(distinct id) from counted)) n join counted using (id)
    )
    select
      (select coalesce(json_agg(product_id), '[]') from (
        select product_id from matching where missed = 0 ${orderOf(sort, query !== undefined)}
        limit ${sql.raw(String(pageSize))} offset ${sql.raw(String((page - 1) * pageSize))}
      ) best) as ids,
      (select coalesce(json_agg(json_build_object('price', price, 'inStock', in_stock,
          'missed', missed, 'products', products)), '[]') from (
        select price, in_stock, missed, count(*)::int as products from matching
        group by price, in_stock, missed) c) as plain,
      (select coalesce(json_agg(json_build_object('name', name, 'value', value, 'missed', missed,
          'products', products, 'label', case when name = ${facetNames.seller}
            then (select s.name from ${sellers} s where s.id = value::uuid) end)), '[]')
        from named
        where place <= ${sql.raw(String(MAX_VALUES))} or name = ${facetNames.category}
          or value = any(${textArray(chosenValues(filters))})) as values`;
  // Written out: of values in parameters the driver asks the types first, a round trip more.
  const [answer] = await transaction.execute(statement.inlineParams());
  const found = answerSchema.parse(answer);
  const sum = (rows: readonly PlainCount[]) =>
    rows.reduce((products, row) => products + row.products, 0);
  return {
    ...found,
    total: sum(found.plain.filter((row) => row.missed === 0)),
    matches: sum(found.plain),
  };
}

/** What was chosen stays in sight, however many values stand before it. */
function chosenValues({ brands, sellers, attributes }: Filters): string[] {
  return [...brands, ...sellers, ...[...attributes.values()].flat()];
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
        ? "rank * (case when in_stock then 1::real else 0.6::real end) desc, created_at desc"
        : "created_at desc";
  }
}
