import type { Redis } from "ioredis";
import { isStateKey, liveKeys, matchingKeys } from "./namespace.ts";

const FIELDS = ["total_views", "total_purchases", "rating_count", "rating_sum"] as const;

/** What a state counts in all: `keys.<kind>` and the sums of the products' counters. */
export type StateTotals = Record<string, number>;

/** Adds up what a state counts; without a prefix the live one's. Others may write meanwhile. */
export async function readTotals(redis: Redis, prefix = ""): Promise<StateTotals> {
  const totals: StateTotals = {};
  const add = (name: string, amount: number) => {
    totals[name] = (totals[name] ?? 0) + amount;
  };
  const pages = prefix === "" ? liveKeys(redis) : matchingKeys(redis, `${prefix}*`);
  for await (const page of pages) {
    const stats: string[] = [];
    for (const name of page) {
      const key = name.slice(prefix.length);
      if (!isStateKey(key)) continue;
      const kind = kindOf(key);
      add(`keys.${kind}`, 1);
      if (kind === "stats") stats.push(name);
    }
    for (const values of await Promise.all(stats.map((key) => redis.hmget(key, ...FIELDS)))) {
      for (const [at, field] of FIELDS.entries()) add(field, Number(values[at] ?? 0));
    }
  }
  return totals;
}

/** The kind of a key, as people name it. */
function kindOf(key: string): string {
  const [first = "", second = ""] = key.split(":");
  if (first === "partition") return first;
  if (second === "product") return "stats";
  if (second === "user") return key.endsWith(":factor") ? "user_factor" : "user_item";
  return second;
}
