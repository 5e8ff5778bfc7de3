import type { FactorRecord } from "@slipstream/contracts/factors";
import { decodeFactorRecord } from "@slipstream/contracts/factors";
import { FACTOR_BUCKETS, keys } from "@slipstream/contracts/keys";
import type { Redis } from "ioredis";

/** Every item factor of a shop as it lies in Redis, bucket by bucket. */
export async function* readFactors(redis: Redis, shop: string): AsyncGenerator<FactorRecord> {
  for (let bucket = 0; bucket < FACTOR_BUCKETS; bucket++) {
    const records = await redis.hvalsBuffer(keys.factorBucket(shop, bucket));
    for (const bytes of records) yield decodeFactorRecord(bytes);
  }
}
