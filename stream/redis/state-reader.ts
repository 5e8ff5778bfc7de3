import { decodeUserFactor } from "@slipstream/contracts/factors";
import { FACTOR_BUCKETS, keys } from "@slipstream/contracts/keys";
import { decodeRecent, decodeSessionState } from "@slipstream/contracts/session-state";
import { decodeUserItem } from "@slipstream/contracts/user-item";
import type { Redis } from "ioredis";
import type { EntityTable } from "../processor/entity-table.ts";
import { HubNumbers } from "../processor/hub-numbers.ts";
import type { LoggedEvent } from "../processor/logged-event.ts";
import { type NeededKeys, neededKeys, ordersOfReturns } from "../processor/needed-keys.ts";
import type { ProcessorState } from "../processor/processor-state.ts";
import { learntField } from "./turn-commands.ts";

/** Keys that one MGET asks for. */
const MAX_KEYS_PER_READ = 2_000;
/** Values that stay in memory between turns: what a turn of the largest size needs, and more. */
const MAX_CACHED = {
  sessions: 20_000,
  recents: 20_000,
  userItems: 100_000,
  orders: 2_000,
} as const;

/** Reads into memory what events are about to change, and what a learner starts from. */
export class StateReader {
  readonly #redis: Redis;
  readonly #state: ProcessorState;

  constructor(options: { redis: Redis; state: ProcessorState }) {
    this.#redis = options.redis;
    this.#state = options.state;
  }

  /** Reads what these events need and is not in memory; answers what they need. */
  async readFor(events: readonly LoggedEvent[]): Promise<NeededKeys> {
    const state = this.#state;
    const needed = neededKeys(events);
    await Promise.all([
      this.#readValues(state.sessions, needed.sessions, decodeSessionState),
      this.#readValues(state.recents, needed.recents, decodeRecent),
      this.#readValues(state.userItems, needed.userItems, decodeUserItem),
      this.#readOrders(needed.orders),
    ]);
    const returns = ordersOfReturns(events, state);
    if (returns.size > 0) await this.#readOrders(returns);
    return needed;
  }

  /** Lets go of what was not used for long. */
  prune(): void {
    this.#state.sessions.prune(MAX_CACHED.sessions);
    this.#state.recents.prune(MAX_CACHED.recents);
    this.#state.userItems.prune(MAX_CACHED.userItems);
    this.#state.orders.prune(MAX_CACHED.orders);
  }

  /** Reads what was seen of every hub shard. */
  async readHubs(partitions: readonly number[]): Promise<void> {
    for (const partition of partitions) {
      const hash = await this.#redis.hgetall(keys.partition(partition));
      for (const [field, value] of Object.entries(hash)) {
        if (!field.startsWith("hub:")) continue;
        this.#state.hubs.set(`${partition}/${field}`, HubNumbers.decode(value));
      }
    }
  }

  /** Factors of visitors; those of another space, or absent, are not among them. */
  async readUserFactors(options: {
    shop: string;
    visitorIds: readonly string[];
    spaceId: number;
  }): Promise<Map<string, Float32Array>> {
    const names = options.visitorIds.map((id) => keys.userFactor(options.shop, id));
    const found = new Map<string, Float32Array>();
    await this.#each(names, (bytes, at) => {
      if (bytes === null) return;
      const factor = decodeUserFactor(bytes);
      if (factor.spaceId === options.spaceId) found.set(options.visitorIds[at]!, factor.vector);
    });
    return found;
  }

  /** The factor records of a shop, as bytes. */
  async readFactors(shop: string): Promise<Buffer[]> {
    const buckets = Array.from({ length: FACTOR_BUCKETS }, (_, bucket) =>
      this.#redis.hvalsBuffer(keys.factorBucket(shop, bucket)),
    );
    return (await Promise.all(buckets)).flat();
  }

  /** Up to where a shop's factors had learnt when they came from a checkpoint; 0 if they did not. */
  async readLearntUpTo(shop: string): Promise<number> {
    return Number(await this.#redis.hget(keys.partition(0), learntField(shop)));
  }

  /** The entries of a shop's replay reservoir, oldest first. */
  readReservoir(shop: string): Promise<string[]> {
    return this.#redis.lrange(keys.reservoir(shop), 0, -1);
  }

  async #readValues<T>(
    table: EntityTable<T>,
    wanted: ReadonlySet<string>,
    decode: (bytes: Uint8Array) => T,
  ): Promise<void> {
    const missing = this.#missing(table, wanted);
    await this.#each(missing, (bytes, at) => {
      table.load(missing[at]!, bytes === null ? undefined : decode(bytes));
    });
  }

  async #readOrders(wanted: ReadonlySet<string>): Promise<void> {
    const table = this.#state.orders;
    const missing = this.#missing(table, wanted);
    const read = missing.map(async (key) => table.load(key, await this.#redis.lrange(key, 0, -1)));
    await Promise.all(read);
  }

  #missing<T>(table: EntityTable<T>, wanted: ReadonlySet<string>): string[] {
    const missing: string[] = [];
    for (const key of wanted) {
      if (table.has(key)) table.touch(key);
      else missing.push(key);
    }
    return missing;
  }

  async #each(
    names: readonly string[],
    take: (bytes: Buffer | null, at: number) => void,
  ): Promise<void> {
    for (let from = 0; from < names.length; from += MAX_KEYS_PER_READ) {
      const part = names.slice(from, from + MAX_KEYS_PER_READ);
      const values = await this.#redis.mgetBuffer(part);
      values.forEach((bytes, at) => {
        take(bytes, from + at);
      });
    }
  }
}
