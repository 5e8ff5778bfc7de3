import type { FactorRecord } from "@slipstream/contracts/factors";
import { decodeFactorRecord } from "@slipstream/contracts/factors";
import { FACTOR_BUCKETS, keys } from "@slipstream/contracts/keys";
import type { Redis } from "ioredis";

/** Every component of a shop's item factors as it lies in Redis, bucket by bucket. */
export async function* readFactors(
  redis: Redis,
  shop: string,
): AsyncGenerator<{ home: number; record: FactorRecord }> {
  const others = await redis.smembers(keys.factorHomes(shop));
  for (const home of [0, ...others.map(Number)]) {
    for (let bucket = 0; bucket < FACTOR_BUCKETS; bucket++) {
      const records = await redis.hvalsBuffer(keys.factorBucket(shop, bucket, home));
      for (const bytes of records) yield { home, record: decodeFactorRecord(bytes) };
    }
  }
}
