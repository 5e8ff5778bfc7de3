import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { ShopTransaction } from "../database/database.ts";
import { type ChoiceCount, countChoices } from "./count-choices.ts";
import { type Filters, misfits } from "./filters.ts";
import { priceRanges } from "./price-ranges.ts";
import { textArray } from "./sql-arrays.ts";

export type Sort = "relevance" | "newest" | "price_asc" | "price_desc" | "title";

/** Of a search for something this common only so many are looked at: nobody leafs through them. */
const MAX_MATCHES = 20_000;

/*
 * A kind of rows is one number, as thousands are grouped by it: in stock or not, the range of prices
 * (three bits), the filters missed.
 */
const PRICE_AT = 1;
const MISSED_AT = 4;

/** Rows of one kind: how many, and the ids of all their choices with commas between. */
const kindSchema = z.tuple([z.number().int(), z.number().int(), z.string().nullable()]);
const answerSchema = z.object({ ids: z.array(z.string()), kinds: z.array(kindSchema) });

/** Rows in the same range of prices, in stock or not, that miss the same filters. */
export interface PlainCount {
  /** From 1. */
  price: number;
  inStock: boolean;
  /** The bits of the filters that these rows do not fit. */
  missed: number;
  products: number;
}

/** One page of ids, and all that facets are made of. */
export interface Matching {
  ids: string[];
  plain: PlainCount[];
  /** Of rows that miss one filter at most. */
  choices: ChoiceCount[];
  /** Rows that fit the words and all filters. */
  total: number;
  /** Rows that fit the words, whatever filters they miss. */
  matches: number;
}

/**
 * One statement for a page and all its counts: the matching rows are read once, with the filters that
 * each of them misses. A row that misses two of them counts nowhere. PostgreSQL only joins the
 * lists of choices, and they are counted here: it would take longer to count them than to find them.
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
  const conditions = [
    sql`true`,
    ...(query ? [sql`document @@ ${query}`] : []),
    ...(within ? [sql`category = any(${textArray(within)})`] : []),
  ];
  const missed = sql.raw(`kind >> ${MISSED_AT}`);
  const statement = sql`
    with matching as materialized (
      select product_id, ${keyOf(sort, query)} as key, created_at, choice_list,
        ((${misfits(filters) ?? sql`0`}) << ${sql.raw(String(MISSED_AT))})
          + (width_bucket(price_minor, ${sql.raw(`'{${bounds.join(",")}}'::bigint[]`)})
            << ${sql.raw(String(PRICE_AT))})
          + in_stock::integer as kind
      from search_listing m where ${sql.join(conditions, sql` and `)}
      ${query ? sql.raw(`limit ${MAX_MATCHES}`) : sql``}
    )
    select
      (select coalesce(json_agg(product_id), '[]') from (
        select product_id from matching where ${missed} = 0
        order by key ${sort === "price_desc" || sort === "relevance" ? sql`desc` : sql``},
          created_at desc, product_id
        limit ${sql.raw(String(pageSize))} offset ${sql.raw(String((page - 1) * pageSize))}
      ) best) as ids,
      (select coalesce(json_agg(json_build_array(kind, products, choices)), '[]') from (
        select kind, count(*) as products,
          string_agg(choice_list, ',') filter (where (${missed}) & ((${missed}) - 1) = 0) as choices
        from matching group by kind
      ) each_kind) as kinds`;
  // Written out: of values in parameters the driver asks the types first, a round trip more.
  const [answer] = await transaction.execute(statement.inlineParams());
  const { ids, kinds } = answerSchema.parse(answer);
  const plain = kinds.map(([kind, products]) => ({ ...kindOf(kind), products }));
  return {
    ids,
    plain,
    choices: countChoices(
      kinds.map(([kind, , list]) => ({ missed: kindOf(kind).missed, list: list ?? "" })),
    ),
    total: sum(plain.filter(({ missed }) => missed === 0)),
    matches: sum(plain),
  };
}

function kindOf(kind: number): Omit<PlainCount, "products"> {
  return { missed: kind >> MISSED_AT, price: (kind >> PRICE_AT) & 7, inStock: (kind & 1) === 1 };
}

function sum(rows: readonly PlainCount[]): number {
  return rows.reduce((all, { products }) => all + products, 0);
}

/** What comes first; among equals, what is newest. */
function keyOf(sort: Sort, query: SQL | undefined): SQL {
  if (sort === "title") return sql`title`;
  if (sort === "price_asc" || sort === "price_desc") return sql`price_minor`;
  if (sort === "newest" || !query) return sql`0`;
  // What is sold out stands lower, and is still found.
  return sql`ts_rank(names, ${query}) * (case when in_stock then 1::real else 0.6::real end)`;
}
