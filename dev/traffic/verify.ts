import { keys } from "@slipstream/contracts/keys";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { Redis } from "ioredis";
import postgres from "postgres";
import { readEventLog } from "../datasets/event-log.ts";
import type { DatasetFiles } from "../datasets/find.ts";
import { ExpectedCounts } from "./expected-counts.ts";

/** Items whose counters are read in one round trip. */
const ITEMS_PER_READ = 200;

export interface Difference {
  what: string;
  expected: number;
  found: number;
}

export interface Verification {
  purchaseRows: number;
  returnsTakenBack: number;
  items: number;
  /** Empty when all is as the log says. */
  differences: Difference[];
}

/**
 * Compares what a replay of a log in time order left in PostgreSQL and Redis with counts computed
 * from the log itself. Holds for a shop that nothing but the replay wrote to.
 */
export async function verifyReplay(options: {
  dataset: DatasetFiles;
  databaseUrl: string;
  redisUrl: string;
  /** Only the log's first purchases and returns were sent. */
  limit?: number;
}): Promise<Verification> {
  const { dataset } = options;
  const expected = await expectedCounts(dataset, options.limit ?? Number.POSITIVE_INFINITY);
  const differences: Difference[] = [];
  const compare = (what: string, wanted: number, found: number) => {
    if (wanted !== found) differences.push({ what, expected: wanted, found });
  };
  const archived = await archivedRows(options.databaseUrl, dataset.slug);
  compare("archived purchase rows", expected.purchaseRows, archived.purchase ?? 0);
  compare("archived return rows", expected.returnRows, archived.return ?? 0);
  const items = [...expected.purchasesByItem.keys()];
  const found = await purchasesInRedis(options.redisUrl, dataset.slug, items);
  for (const [index, itemId] of items.entries()) {
    compare(`total_purchases of ${itemId}`, expected.purchasesByItem.get(itemId)!, found[index]!);
  }
  return {
    purchaseRows: expected.purchaseRows,
    returnsTakenBack: expected.returnsTakenBack,
    items: items.length,
    differences,
  };
}

async function expectedCounts(dataset: DatasetFiles, limit: number): Promise<ExpectedCounts> {
  const expected = new ExpectedCounts();
  for await (const rows of readEventLog(dataset, () => {})) {
    for (const row of rows) {
      if (expected.purchaseRows + expected.returnRows >= limit) return expected;
      expected.add(row);
    }
  }
  return expected;
}

/** Archived events of a shop by type. */
async function archivedRows(databaseUrl: string, shop: string): Promise<Record<string, number>> {
  const sql = postgres(databaseUrl, { max: 1, prepare: false, onnotice: () => {} });
  try {
    return await sql.begin(async (transaction) => {
      await transaction`select set_config('app.shop', ${shop}, true)`;
      const rows = await transaction<{ type: string; count: number }[]>`
        select type, count(*)::int as count from events where shop_id = ${shop} group by type`;
      return Object.fromEntries(rows.map(({ type, count }) => [type, count]));
    });
  } finally {
    await sql.end();
  }
}

/** total_purchases of each item, summed over the partitions. */
async function purchasesInRedis(
  redisUrl: string,
  shop: string,
  items: readonly string[],
): Promise<number[]> {
  const redis = new Redis(redisUrl);
  try {
    const totals: number[] = [];
    for (let start = 0; start < items.length; start += ITEMS_PER_READ) {
      const some = items.slice(start, start + ITEMS_PER_READ);
      const pipeline = redis.pipeline();
      for (const itemId of some) {
        for (let partition = 0; partition < PARTITIONS; partition++) {
          pipeline.hget(keys.productStats(shop, itemId, partition), "total_purchases");
        }
      }
      const replies = (await pipeline.exec()) ?? [];
      for (let item = 0; item < some.length; item++) {
        let total = 0;
        for (const [error, value] of replies.slice(item * PARTITIONS, (item + 1) * PARTITIONS)) {
          if (error) throw error;
          total += Number(value ?? 0);
        }
        totals.push(total);
      }
    }
    return totals;
  } finally {
    redis.disconnect();
  }
}
