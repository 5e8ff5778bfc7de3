import { setImmediate as yieldToLoop } from "node:timers/promises";
import type { FactorRecord } from "@slipstream/contracts/factors";
import { decodeFactorRecord } from "@slipstream/contracts/factors";
import { FACTOR_BUCKETS, keys } from "@slipstream/contracts/keys";
import type { Redis } from "ioredis";

/** Records decoded before the event loop gets its turn: about 2 ms. */
const CHUNK_RECORDS = 1000;

/** Every item factor of a shop as it lies in Redis, bucket by bucket. */
export async function* readFactors(redis: Redis, shop: string): AsyncGenerator<FactorRecord> {
  let read = 0;
  for (let bucket = 0; bucket < FACTOR_BUCKETS; bucket++) {
    const records = await redis.hgetallBuffer(keys.factorBucket(shop, bucket));
    for (const bytes of Object.values(records)) {
      yield decodeFactorRecord(bytes);
      if (++read % CHUNK_RECORDS === 0) await yieldToLoop();
    }
  }
}
