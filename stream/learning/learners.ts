import type { JetStreamClient } from "@nats-io/jetstream";
import {
  decodeFactorRecord,
  decodeUserFactor,
  type FactorRecord,
} from "@slipstream/contracts/factors";
import { keys } from "@slipstream/contracts/keys";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { partitionOf } from "@slipstream/contracts/partition";
import type { Logger } from "pino";
import type { Database } from "../archive/database.ts";
import type { StateReader, ValueRead } from "../redis/state-reader.ts";
import { readCheckpoint } from "./checkpoint-store.ts";
import { ComponentFeed } from "./component-feed.ts";
import { decodeReplayEntry } from "./replay-entry.ts";
import { FACTOR_SPACE, ShopLearner } from "./shop-learner.ts";

const everyPartition: ReadonlySet<number> = new Set(Array(PARTITIONS).keys());

/** The learners of all shops, each read from Redis when its first event comes. */
export class Learners {
  /** The partition under which what is learnt here is kept and told: it is held while this lives. */
  readonly home: number;
  readonly #reader: StateReader;
  readonly #database: Database | undefined;
  readonly #log: Logger;
  readonly #partitions: ReadonlySet<number>;
  readonly #shops = new Map<string, { learner: ShopLearner; learntUpTo: number }>();
  /** Partitions of which it is known what their last holders have left. */
  #known: Set<number>;
  readonly #feed: ComponentFeed | undefined;

  /**
   * Without a database there are no checkpoints: what is not in Redis is learnt from nothing.
   * `home` is 0 with one processor. `partitions` says whose visitors are learnt here; the set
   * changes between turns, and never loses `home`. Without a client others are not heard.
   */
  constructor(options: {
    reader: StateReader;
    database: Database | undefined;
    log: Logger;
    home?: number;
    partitions?: ReadonlySet<number>;
    client?: Pick<JetStreamClient, "consumers">;
  }) {
    this.home = options.home ?? 0;
    this.#partitions = options.partitions ?? everyPartition;
    this.#known = new Set(this.#partitions);
    const { client, log } = options;
    this.#feed = client && this.#feedOf(client, log);
    this.#reader = options.reader;
    this.#database = options.database;
    this.#log = options.log;
  }

  /** The learner of a shop that was ensured. */
  of(shop: string): ShopLearner {
    const found = this.#shops.get(shop);
    if (found === undefined) throw new Error(`the learner of ${shop} was not read`);
    return found.learner;
  }

  all(): ShopLearner[] {
    return [...this.#shops.values()].map(({ learner }) => learner);
  }

  /** The factors of visitors that a turn needs and that are missing, of the shops that are here. */
  reads(visitors: ReadonlyMap<string, ReadonlySet<string>>): ValueRead[] {
    return [...visitors].flatMap(([shop, ids]) => {
      const known = this.#shops.get(shop);
      return known === undefined ? [] : userReads(known.learner, ids);
    });
  }

  /**
   * Reads the learners of shops that are missing, with the factors of visitors of this turn, and
   * what was left of partitions that came since the last turn.
   */
  async ensure(visitors: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
    const gained = [...this.#partitions].filter((partition) => !this.#known.has(partition));
    this.#known = new Set(this.#partitions);
    if (gained.length > 0) {
      for (const { learner } of this.#shops.values()) await this.#takeOver(learner, gained);
    }
    this.#feed?.follow({ isAlone: this.#partitions.size === PARTITIONS });
    for (const [shop, ids] of visitors) {
      if (this.#shops.has(shop)) continue;
      const restored = await this.#restore(shop);
      await this.#reader.read(userReads(restored.learner, ids));
      this.#shops.set(shop, restored);
      for (const message of this.#feed?.recentOf(shop) ?? []) restored.learner.receive(message);
    }
  }

  /** Starts a turn of so many events with every learner. */
  begin(plan: { replays: number; events: number; isFrozen: (shop: string) => boolean }): void {
    const { replays, events } = plan;
    for (const { learner, learntUpTo } of this.#shops.values()) {
      const predictions = learner.prequential.predictionsIn(events);
      const frozen = plan.isFrozen(learner.shop);
      learner.begin({ replays, predictions, learntUpTo, frozen });
    }
  }

  /** Between turns: lets go of visitors' factors that nobody may ask for soon. */
  prune(): void {
    for (const { learner } of this.#shops.values()) {
      learner.users.prune(() => learner.replayVisitors());
    }
  }

  /**
   * Between turns: lets go of the visitors of partitions that another processor takes. Answers the
   * examples that are left of the shops that lost some, oldest first, encoded.
   */
  leave(partitions: ReadonlySet<number>): { shop: string; reservoir: string[] }[] {
    for (const partition of partitions) this.#known.delete(partition);
    this.#feed?.follow({ isAlone: false });
    const isGone = (visitorId: string) => partitions.has(partitionOf(visitorId));
    return [...this.#shops.values()].flatMap(({ learner }) => {
      const reservoir = learner.leave(partitions, isGone);
      return reservoir === undefined ? [] : [{ shop: learner.shop, reservoir }];
    });
  }

  #feedOf(client: Pick<JetStreamClient, "consumers">, log: Logger): ComponentFeed {
    return new ComponentFeed({
      ...{ client, log },
      isHeld: (partition) => this.#partitions.has(partition),
      receive: (shop, message) => {
        const known = this.#shops.get(shop);
        known?.learner.receive(message);
        return known !== undefined;
      },
    });
  }

  /** Stops hearing of others. */
  close(): void {
    this.#feed?.close();
  }

  async #restore(shop: string): Promise<{ learner: ShopLearner; learntUpTo: number }> {
    const { home } = this;
    const isHeld = (partition: number) => this.#partitions.has(partition);
    const learner = new ShopLearner(shop, { home, isHeld });
    const stored = await this.#reader.readFactors(shop, home);
    const reservoir = this.#ownEntries(await this.#reader.readReservoir(shop, home));
    learner.restore({ records: stored.map(decodeFactorRecord), reservoir });
    let learntUpTo = await this.#reader.readLearntUpTo(shop, home);
    if (stored.length === 0 && learntUpTo === undefined) {
      learntUpTo = await this.#startFromCheckpoint(learner);
    }
    for (const other of await this.#reader.readFactorHomes(shop)) {
      if (other !== home) await this.#load(learner, other);
    }
    await this.#takeReservoirs(learner, [...this.#partitions]);
    await this.#readReplayed(learner);
    return { learner, learntUpTo: learntUpTo ?? 0 };
  }

  /** Reads what the last holders of partitions have left. */
  async #takeOver(learner: ShopLearner, partitions: readonly number[]): Promise<void> {
    const homes = await this.#reader.readFactorHomes(learner.shop);
    for (const partition of partitions) {
      if (partition !== this.home && homes.includes(partition))
        await this.#load(learner, partition);
    }
    await this.#takeReservoirs(learner, partitions);
    await this.#readReplayed(learner);
  }

  async #load(learner: ShopLearner, home: number): Promise<void> {
    const stored = await this.#reader.readFactors(learner.shop, home);
    learner.load(home, stored.map(decodeFactorRecord));
  }

  async #takeReservoirs(learner: ShopLearner, partitions: readonly number[]): Promise<void> {
    for (const partition of partitions) {
      if (partition === this.home) continue;
      const left = await this.#reader.readReservoir(learner.shop, partition);
      if (left.length > 0) learner.adoptReservoir(partition, this.#ownEntries(left));
    }
  }

  /** A holder that was killed leaves examples of visitors whose factors are another's to write now. */
  #ownEntries(entries: readonly string[]): string[] {
    return entries.filter((entry) =>
      this.#partitions.has(partitionOf(decodeReplayEntry(entry).visitorId)),
    );
  }

  /** Reads the factors of visitors that replays may ask for. */
  async #readReplayed(learner: ShopLearner): Promise<void> {
    await this.#reader.read(userReads(learner, learner.replayVisitors()));
  }

  async #startFromCheckpoint(learner: ShopLearner): Promise<number | undefined> {
    const { shop } = learner;
    const checkpoint = await this.#readCheckpoint(shop);
    if (checkpoint === undefined) return undefined;
    learner.startFrom(checkpoint);
    this.#log.warn(
      { shop, items: checkpoint.records.length, eventSequence: checkpoint.eventSequence },
      "Redis has no factors: they were restored from the checkpoint",
    );
    return checkpoint.eventSequence;
  }

  async #readCheckpoint(
    shop: string,
  ): Promise<{ eventSequence: number; records: FactorRecord[] } | undefined> {
    try {
      return await this.#database?.use((sql) =>
        readCheckpoint(sql, { shop, home: this.home, spaceId: FACTOR_SPACE }),
      );
    } catch (error) {
      this.#log.error({ err: error, shop }, "no checkpoint could be read: learning starts anew");
      return undefined;
    }
  }
}

/** Reads of visitors' factors that a learner lacks; one of another space counts as none. */
function userReads({ shop, spaceId, users }: ShopLearner, ids: ReadonlySet<string>): ValueRead[] {
  const missing = [...ids].filter((id) => !users.has(id));
  return missing.map((id) => ({
    key: keys.userFactor(shop, id),
    take: (bytes) => {
      const factor = bytes === null ? undefined : decodeUserFactor(bytes);
      users.load(id, factor?.spaceId === spaceId ? factor.vector : undefined);
    },
  }));
}
