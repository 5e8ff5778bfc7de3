import {
  decodeFactorRecord,
  decodeUserFactor,
  type FactorRecord,
} from "@slipstream/contracts/factors";
import { keys } from "@slipstream/contracts/keys";
import type { Logger } from "pino";
import type { Database } from "../archive/database.ts";
import type { StateReader, ValueRead } from "../redis/state-reader.ts";
import { readCheckpoint } from "./checkpoint-store.ts";
import { decodeReplayEntry } from "./replay-entry.ts";
import { FACTOR_SPACE, ShopLearner } from "./shop-learner.ts";

/** The learners of all shops, each read from Redis when its first event comes. */
export class Learners {
  readonly #reader: StateReader;
  readonly #database: Database;
  readonly #log: Logger;
  readonly #shops = new Map<string, { learner: ShopLearner; learntUpTo: number }>();

  constructor(options: { reader: StateReader; database: Database; log: Logger }) {
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

  /** Reads the learners of shops that are missing, with the factors of visitors of this turn. */
  async ensure(visitors: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
    for (const [shop, ids] of visitors) {
      if (this.#shops.has(shop)) continue;
      const restored = await this.#restore(shop);
      await this.#reader.read(userReads(restored.learner, ids));
      this.#shops.set(shop, restored);
    }
  }

  /** Starts a turn with every learner. */
  begin(plan: { replays: number; predictions: number; isFrozen: (shop: string) => boolean }): void {
    const { replays, predictions } = plan;
    for (const { learner, learntUpTo } of this.#shops.values()) {
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

  async #restore(shop: string): Promise<{ learner: ShopLearner; learntUpTo: number }> {
    const learner = new ShopLearner(shop);
    const stored = await this.#reader.readFactors(shop);
    const reservoir = await this.#reader.readReservoir(shop);
    if (stored.length > 0) {
      learner.restore({ records: stored.map(decodeFactorRecord), reservoir });
      const visitors = new Set(reservoir.map((entry) => decodeReplayEntry(entry).visitorId));
      await this.#reader.read(userReads(learner, visitors));
      return { learner, learntUpTo: await this.#reader.readLearntUpTo(shop) };
    }
    const checkpoint = await this.#readCheckpoint(shop);
    if (checkpoint === undefined) return { learner, learntUpTo: 0 };
    learner.restore({ records: [], reservoir });
    learner.startFrom(checkpoint);
    this.#log.warn(
      { shop, items: checkpoint.records.length, eventSequence: checkpoint.eventSequence },
      "Redis has no factors: they were restored from the checkpoint",
    );
    return { learner, learntUpTo: checkpoint.eventSequence };
  }

  async #readCheckpoint(
    shop: string,
  ): Promise<{ eventSequence: number; records: FactorRecord[] } | undefined> {
    try {
      return await this.#database.use((sql) =>
        readCheckpoint(sql, { shop, spaceId: FACTOR_SPACE }),
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
