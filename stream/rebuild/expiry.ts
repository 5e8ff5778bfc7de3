import type { Redis } from "ioredis";
import { matchingKeys } from "./namespace.ts";

/** While the past is applied, everything expires so much later: a century. */
export const LATER_MS = 100 * 365 * 24 * 3_600_000;

/**
 * Makes what a namespace holds of the past expire when it would have, live; what would be gone by
 * now goes. May be done twice. Answers how many keys went.
 */
export async function settleExpiries(redis: Redis, prefix: string): Promise<number> {
  let expired = 0;
  for await (const keys of matchingKeys(redis, `${prefix}*`)) {
    const left = await Promise.all(keys.map((key) => redis.pttl(key)));
    await Promise.all(
      keys.map((key, at) => {
        const leftMs = left[at] ?? -1;
        // A search may tell of a key twice: then its time is the right one already.
        if (leftMs < LATER_MS / 2) return undefined;
        if (leftMs > LATER_MS) return redis.pexpire(key, leftMs - LATER_MS);
        expired++;
        return redis.unlink(key);
      }),
    );
  }
  return expired;
}
