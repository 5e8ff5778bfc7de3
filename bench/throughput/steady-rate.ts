import { setTimeout as sleep } from "node:timers/promises";
import { keys } from "@slipstream/contracts/keys";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { Redis } from "ioredis";

/** Share of the events that warm the processor up: its code is compiled, its caches are filled. */
const WARM_UP_SHARE = 0.25;
const POLL_MS = 20;
const MAX_WAIT_MS = 600_000;

/**
 * Events a second that are committed, from the watermark behind the warm-up to the last one. Reads
 * the watermarks where they lie: asking the processor would take from the time that is measured.
 */
export async function steadyRate(options: { redisUrl: string; events: number }): Promise<number> {
  const { redisUrl, events } = options;
  const redis = new Redis(redisUrl);
  try {
    const from = await reached(redis, Math.ceil(WARM_UP_SHARE * events));
    if (from.watermark >= events) throw new Error("all was applied at the first look: more events");
    const to = await reached(redis, events);
    return (1000 * (to.watermark - from.watermark)) / (to.atMs - from.atMs);
  } finally {
    redis.disconnect();
  }
}

/** Waits until everything up to a sequence is applied. */
export async function reached(
  redis: Redis,
  sequence: number,
): Promise<{ watermark: number; atMs: number }> {
  const giveUpAt = performance.now() + MAX_WAIT_MS;
  while (performance.now() < giveUpAt) {
    const watermark = await appliedUpTo(redis);
    if (watermark >= sequence) return { watermark, atMs: performance.now() };
    await sleep(POLL_MS);
  }
  throw new Error(`event ${sequence} was not applied in ${MAX_WAIT_MS / 1000} s`);
}

/** The highest watermark; turns commit all partitions at once. */
export async function appliedUpTo(redis: Redis): Promise<number> {
  const pipeline = redis.pipeline();
  for (let partition = 0; partition < PARTITIONS; partition++) {
    pipeline.hget(keys.partition(partition), "watermark");
  }
  const answers = (await pipeline.exec()) ?? [];
  return Math.max(...answers.map(([, value]) => Number(value)));
}
