import { keys } from "@slipstream/contracts/keys";
import { HUB_SHARDS } from "@slipstream/contracts/limits";
import { Redis } from "ioredis";
import { z } from "zod";

const POLL_MS = 25;
const TIMEOUT_MS = 500;

/** Per storage of a hub shard, newest first: its id, the highest number applied, what is missing. */
const seenSchema = z.array(
  z.tuple([z.string(), z.number(), z.array(z.tuple([z.number(), z.number()]))]),
);

/** What was seen of a hub shard at a time. */
interface Sighting {
  /** Epoch ms. */
  at: number;
  /** All of a shard's events up to this number were applied. */
  upTo: number;
}

/**
 * Watches from outside how far events are applied: Redis has, for each hub shard, which of its
 * numbered events were. Asks Redis itself, past every proxy.
 */
export class AppliedWatch {
  readonly #redis: Redis;
  readonly #shop: string;
  readonly #sightings = Array.from({ length: HUB_SHARDS }, (): Sighting[] => []);
  #stopped = false;
  readonly #done: Promise<void>;

  constructor(options: { redisUrl: string; shop: string }) {
    this.#shop = options.shop;
    this.#redis = new Redis(options.redisUrl, {
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      commandTimeout: TIMEOUT_MS,
      connectTimeout: TIMEOUT_MS,
      retryStrategy: () => POLL_MS,
    });
    this.#redis.on("error", () => {});
    this.#done = this.#watch();
  }

  /** Events applied so far, of all shards. */
  get applied(): number {
    return this.#sightings.reduce((sum, shard) => sum + (shard.at(-1)?.upTo ?? 0), 0);
  }

  /** When the event with this number of this shard was first seen to be applied. */
  appliedAt(shard: number, number: number): number | undefined {
    const sightings = this.#sightings[shard] ?? [];
    let [low, high] = [0, sightings.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sightings[middle]!.upTo >= number) high = middle;
      else low = middle + 1;
    }
    return sightings[low]?.at;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
    this.#redis.disconnect();
  }

  async #watch(): Promise<void> {
    while (!this.#stopped) {
      await this.#look().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async #look(): Promise<void> {
    const pipeline = this.#redis.pipeline();
    // As many shards as partitions: each feeds the one of its own number.
    for (let shard = 0; shard < HUB_SHARDS; shard++) {
      pipeline.hget(keys.partition(shard), `hub:${this.#shop}:${shard}`);
    }
    const replies = (await pipeline.exec()) ?? [];
    const at = Date.now();
    for (const [shard, [error, text]] of replies.entries()) {
      if (error !== null || typeof text !== "string") continue;
      const [newest] = seenSchema.parse(JSON.parse(text));
      if (newest === undefined) continue;
      const [, highest, gaps] = newest;
      const upTo = gaps.length > 0 ? Math.min(...gaps.map(([from]) => from)) - 1 : highest;
      const before = this.#sightings[shard]!.at(-1)?.upTo ?? 0;
      if (upTo > before) this.#sightings[shard]!.push({ at, upTo });
    }
  }
}
