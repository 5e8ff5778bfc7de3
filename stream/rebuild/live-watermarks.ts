import { keys } from "@slipstream/contracts/keys";
import { PARTITIONS } from "@slipstream/contracts/limits";
import type { Redis } from "ioredis";

/** How far each partition has come, live: all as of one moment. */
export async function readLiveWatermarks(redis: Redis): Promise<Map<number, number>> {
  const reading = redis.multi();
  for (let partition = 0; partition < PARTITIONS; partition++) {
    reading.hget(keys.partition(partition), "watermark");
  }
  const answers = (await reading.exec()) ?? [];
  return new Map(answers.map(([, watermark], partition) => [partition, Number(watermark ?? 0)]));
}

export function highestOf(watermarks: ReadonlyMap<number, number>): number {
  return Math.max(0, ...watermarks.values());
}
