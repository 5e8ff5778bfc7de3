import { FACTOR_BUCKETS, keys } from "@slipstream/contracts/keys";
import { decodeRecent, decodeSessionState } from "@slipstream/contracts/session-state";
import { decodeUserItem } from "@slipstream/contracts/user-item";
import type { Redis } from "ioredis";
import type { EntityTable } from "../processor/entity-table.ts";
import { HubNumbers } from "../processor/hub-numbers.ts";
import type { LoggedEvent } from "../processor/logged-event.ts";
import { type NeededKeys, neededKeys, ordersOfReturns } from "../processor/needed-keys.ts";
import type { ProcessorState } from "../processor/processor-state.ts";
import { placeOfUserItem } from "../processor/user-item-name.ts";
import { FieldReader } from "./read-fields.ts";
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

/** A value that is wanted, and who takes it; null: there is none. */
export interface ValueRead {
  key: string;
  take(bytes: Buffer | null): void;
}

/** Reads into memory what events are about to change, and what a learner starts from. */
export class StateReader {
  readonly #redis: Redis;
  readonly #fields: FieldReader;
  readonly #state: ProcessorState;

  constructor(options: { redis: Redis; state: ProcessorState }) {
    this.#redis = options.redis;
    this.#fields = new FieldReader(options.redis);
    this.#state = options.state;
  }

  /**
   * Reads what these events need and is not in memory, and what `others` want, in one round trip.
   * Answers what the events need.
   */
  async readFor(
    events: readonly LoggedEvent[],
    others: (needed: NeededKeys) => ValueRead[],
  ): Promise<NeededKeys> {
    const state = this.#state;
    const needed = neededKeys(events);
    const reads = [
      ...readsOf(state.sessions, needed.sessions, decodeSessionState),
      ...readsOf(state.recents, needed.recents, decodeRecent),
      ...others(needed),
    ];
    await Promise.all([
      this.read(reads),
      this.#readUserItems(needed.userItems),
      this.#readOrders(needed.orders),
    ]);
    const returns = ordersOfReturns(events, state);
    if (returns.size > 0) await this.#readOrders(returns);
    return needed;
  }

  /** Whether turns have brought so much more than stays that nothing may be put off. */
  get isOverfull(): boolean {
    const { sessions, userItems } = this.#state;
    const twice = 2 * MAX_CACHED.userItems;
    return userItems.size > twice || sessions.size > twice;
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
    const read = partitions.map(async (partition) => {
      const hash = await this.#redis.hgetall(keys.partition(partition));
      for (const [field, value] of Object.entries(hash)) {
        if (!field.startsWith("hub:")) continue;
        this.#state.hubs.set(`${partition}/${field}`, HubNumbers.decode(value));
      }
    });
    await Promise.all(read);
  }

  /** Reads values, all on their way at once. */
  async read(reads: readonly ValueRead[]): Promise<void> {
    const parts: ValueRead[][] = [];
    for (let from = 0; from < reads.length; from += MAX_KEYS_PER_READ) {
      parts.push(reads.slice(from, from + MAX_KEYS_PER_READ));
    }
    await Promise.all(
      parts.map(async (part) => {
        const values = await this.#redis.mgetBuffer(part.map(({ key }) => key));
        values.forEach((bytes, at) => {
          part[at]!.take(bytes);
        });
      }),
    );
  }

  /** The components that one home has of a shop's items, as bytes. */
  async readFactors(shop: string, home: number): Promise<Buffer[]> {
    const buckets = Array.from({ length: FACTOR_BUCKETS }, (_, bucket) =>
      this.#redis.hvalsBuffer(keys.factorBucket(shop, bucket, home)),
    );
    return (await Promise.all(buckets)).flat();
  }

  /** The homes that may have components of a shop's items. */
  async readFactorHomes(shop: string): Promise<number[]> {
    return [0, ...(await this.#redis.smembers(keys.factorHomes(shop))).map(Number)];
  }

  /**
   * Up to where a home's factors of a shop had learnt when they came from a checkpoint; undefined
   * when they did not.
   */
  async readLearntUpTo(shop: string, home: number): Promise<number | undefined> {
    const sequence = await this.#redis.hget(keys.partition(home), learntField(shop));
    return sequence === null ? undefined : Number(sequence);
  }

  /** The entries of a home's replay reservoir of a shop, oldest first. */
  readReservoir(shop: string, home: number): Promise<string[]> {
    return this.#redis.lrange(keys.reservoir(shop, home), 0, -1);
  }

  #readUserItems(wanted: ReadonlySet<string>): Promise<void> {
    const table = this.#state.userItems;
    const reads = missingOf(table, wanted).map((name) => ({
      ...placeOfUserItem(name),
      take: (bytes: Buffer | null) =>
        table.load(name, bytes === null ? undefined : decodeUserItem(bytes)),
    }));
    return this.#fields.read(reads);
  }

  async #readOrders(wanted: ReadonlySet<string>): Promise<void> {
    const table = this.#state.orders;
    const missing = missingOf(table, wanted);
    const read = missing.map(async (key) => table.load(key, await this.#redis.lrange(key, 0, -1)));
    await Promise.all(read);
  }
}

function readsOf<T>(
  table: EntityTable<T>,
  wanted: ReadonlySet<string>,
  decode: (bytes: Uint8Array) => T,
): ValueRead[] {
  return missingOf(table, wanted).map((key) => ({
    key,
    take: (bytes) => table.load(key, bytes === null ? undefined : decode(bytes)),
  }));
}

/** What a table lacks of what is wanted; the rest is marked as used. */
function missingOf<T>(table: EntityTable<T>, wanted: ReadonlySet<string>): string[] {
  const missing: string[] = [];
  for (const key of wanted) {
    if (table.has(key)) table.touch(key);
    else missing.push(key);
  }
  return missing;
}
