import type { Redis } from "ioredis";
import { liveKeys, matchingKeys } from "./namespace.ts";
import { readValues } from "./state-values.ts";

/** What is learnt: its bits depend on how many processors there are, and on their replays. */
const LEARNT = /:(?:factors|factor-homes|reservoir|session)(?::|$)|:user:[^:]+:factor$/;
/** Differences that are told one by one; the others are counted. */
const MAX_TOLD = 50;

/** A key whose value is not the same; the first line that differs, where there is one. */
export interface Difference {
  key: string;
  live: string | undefined;
  rebuilt: string | undefined;
}

export interface Comparison {
  /** Keys of either. */
  keys: number;
  /** Keys that differ. */
  differing: number;
  /** Of them, those that count: the others are learnt, or have a vector of what is learnt. */
  counting: number;
  /** The first of them. */
  told: Difference[];
}

/** Compares the live state with a namespace's, value by value. Nobody may write meanwhile. */
export async function compareStates(redis: Redis, prefix: string): Promise<Comparison> {
  const comparison: Comparison = { keys: 0, differing: 0, counting: 0, told: [] };
  for await (const keys of liveKeys(redis)) await compareKeys({ redis, prefix, keys, comparison });
  for await (const page of matchingKeys(redis, `${prefix}*`)) {
    const keys = page.map((key) => key.slice(prefix.length));
    const there = await Promise.all(keys.map((key) => redis.exists(key)));
    const missing = keys.filter((_, at) => there[at] === 0);
    await compareKeys({ redis, prefix, keys: missing, comparison });
  }
  return comparison;
}

async function compareKeys(comparing: {
  redis: Redis;
  prefix: string;
  keys: readonly string[];
  comparison: Comparison;
}): Promise<void> {
  const { redis, prefix, keys, comparison } = comparing;
  const [live, rebuilt] = await Promise.all([
    readValues(redis, keys),
    readValues(
      redis,
      keys.map((key) => prefix + key),
    ),
  ]);
  for (const [at, key] of keys.entries()) {
    comparison.keys++;
    const difference = firstDifference(live[at] ?? [], rebuilt[at] ?? []);
    if (difference === undefined) continue;
    comparison.differing++;
    if (!LEARNT.test(key)) comparison.counting++;
    if (comparison.told.length < MAX_TOLD) comparison.told.push({ key, ...difference });
  }
}

function firstDifference(
  live: readonly string[],
  rebuilt: readonly string[],
): Omit<Difference, "key"> | undefined {
  for (let at = 0; at < Math.max(live.length, rebuilt.length); at++) {
    if (live[at] !== rebuilt[at]) return { live: live[at], rebuilt: rebuilt[at] };
  }
  return undefined;
}
