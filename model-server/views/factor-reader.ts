import { FACTOR_BUCKETS, keys } from "@slipstream/contracts/keys";
import type { Redis } from "ioredis";

/** FactorRecord bytes of a shop's items as they lie in Redis, bucket by bucket: components of one home. */
export async function* readFactors(
  redis: Redis,
  shop: string,
): AsyncGenerator<{ home: number; records: Buffer[] }> {
  const others = await redis.smembers(keys.factorHomes(shop));
  for (const home of [0, ...others.map(Number)]) {
    for (let bucket = 0; bucket < FACTOR_BUCKETS; bucket++) {
      yield { home, records: await redis.hvalsBuffer(keys.factorBucket(shop, bucket, home)) };
    }
  }
}
