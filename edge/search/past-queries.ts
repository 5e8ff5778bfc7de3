import { searchQueries } from "@slipstream/migrations/schema";
import { and, desc, gte, lt, sql } from "drizzle-orm";
import type { Database, ShopTransaction } from "../database/database.ts";
import { hmacSha256 } from "../digest.ts";
import type { Settings } from "../env.ts";
import { toHex } from "../hex.ts";
import { log } from "../log.ts";
import { openRedis } from "../redis.ts";
import { wordsOf } from "./words.ts";

/** What fewer people than this searched for may be somebody's own words: nobody is shown it. */
const MIN_SEARCHES = 3;
/** The same person counts once in this time. */
const ONCE_SECONDS = 24 * 3600;
const MAX_LENGTH = 60;
const HIGHEST = "\u{10ffff}";

/** A search as it is counted: its words, lower case; undefined for what looks like a person's data. */
export function countedQuery(query: string): string | undefined {
  const words = wordsOf(query).join(" ");
  const isPrivate = query.includes("@") || /\d{6}/.test(query.replace(/[\s./-]/g, ""));
  const isWords = words.length >= 2 && words.length <= MAX_LENGTH && words.isWellFormed();
  return isWords && !isPrivate ? words : undefined;
}

/**
 * Counts a search of somebody who agreed to be followed, once a day. Who it was is kept only as a
 * sealed mark with that end in Redis, apart from the words' count. Never throws: a search that is
 * not counted is no loss.
 */
export async function countSearch(options: {
  database: Database;
  settings: Settings;
  shop: string;
  visitorId: string;
  query: string;
  results: number;
}): Promise<void> {
  const { database, settings, shop, visitorId, results } = options;
  const query = countedQuery(options.query);
  if (query === undefined) return;
  try {
    const who = await hmacSha256(settings.COOKIE_SECRET, `${shop} ${visitorId} ${query}`);
    const mark = toHex(who.subarray(0, 16));
    const redis = openRedis(settings);
    const first = await redis.set(`${shop}:searched:${mark}`, 1, { nx: true, ex: ONCE_SECONDS });
    if (first === null) return;
    await database.withShop(shop, (transaction) =>
      transaction
        .insert(searchQueries)
        .values({ shopId: shop, query, results })
        .onConflictDoUpdate({
          target: [searchQueries.shopId, searchQueries.query],
          set: { results, searches: sql`${searchQueries.searches} + 1`, lastAt: sql`now()` },
        }),
    );
  } catch (error) {
    log("warn", "a search was not counted", { shop, error });
  }
}

/** What many searched for and found that begins with these letters, most often first. */
export async function pastQueries(
  transaction: ShopTransaction,
  options: { beginning: string; limit: number },
): Promise<string[]> {
  const { beginning, limit } = options;
  const rows = await transaction
    .select({ query: searchQueries.query })
    .from(searchQueries)
    .where(
      and(
        gte(searchQueries.query, beginning),
        lt(searchQueries.query, beginning + HIGHEST),
        sql`starts_with(${searchQueries.query}, ${beginning})`,
        gte(searchQueries.searches, MIN_SEARCHES),
        gte(searchQueries.results, 1),
      ),
    )
    .orderBy(desc(searchQueries.searches), searchQueries.query)
    .limit(limit);
  return rows.map(({ query }) => query);
}
