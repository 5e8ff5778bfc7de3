import { keys } from "@slipstream/contracts/keys";
import type { Redis } from "ioredis";
import type { Traces } from "./archived-traces.ts";

/** Keys that one step of the search looks at. */
const SCAN_STEP = 5_000;
const EXISTS_STEP = 1_000;

/** The keys of a shop in Redis that hold something of these visitors. */
export async function readRedisKeys(
  redis: Redis,
  of: { shop: string; ids: readonly string[]; traces: Traces },
): Promise<string[]> {
  const { shop, ids, traces } = of;
  const found = new Set<string>();
  for (const id of ids) {
    // Ids are letters, digits, - and _: none of them means anything in a pattern. One that takes in
    // both kinds looks through Redis once; what else it takes in is left out here.
    const match = `${shop}:*:${id}:*`;
    const starts = [`${shop}:visitor:${id}:`, `${shop}:user:${id}:`];
    for await (const page of redis.scanStream({ match, count: SCAN_STEP })) {
      for (const key of page as string[]) {
        if (starts.some((start) => key.startsWith(start))) found.add(key);
      }
    }
  }
  const named = [
    ...traces.sessionIds.map((sessionId) => keys.session(shop, sessionId)),
    ...traces.orderIds.map((orderId) => keys.order(shop, orderId)),
  ];
  for (let from = 0; from < named.length; from += EXISTS_STEP) {
    const part = named.slice(from, from + EXISTS_STEP);
    const there = await Promise.all(part.map((key) => redis.exists(key)));
    for (const [at, key] of part.entries()) if (there[at] === 1) found.add(key);
  }
  return [...found];
}
