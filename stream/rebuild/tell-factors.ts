import {
  decodeFactorRecord,
  encodeFactors,
  type FactorRecord,
} from "@slipstream/contracts/factors";
import { keys } from "@slipstream/contracts/keys";
import { FACTOR_DIMENSIONS } from "@slipstream/contracts/limits";
import { subjects } from "@slipstream/contracts/subjects";
import type { Redis } from "ioredis";
import type { Database } from "../archive/database.ts";
import { writeCheckpoint } from "../learning/checkpoint-store.ts";
import { FACTOR_SPACE } from "../learning/shop-learner.ts";
import type { LearnPublisher } from "../publish/learn-publisher.ts";

/** Records in one message: below the server's limit of 1 MB. */
const MAX_RECORDS = 1_000;
/** The hashes of item factors: shop, and what tells one hash of a shop from another. */
const FACTORS_KEY = /^([a-z0-9-]+):factors:(.+)$/;

interface Telling {
  changed: readonly Changed[];
  /** Homes whose components of these items are no more. */
  absorbed: readonly number[];
}

/** A factor that was built and is not what lies in Redis now. */
interface Changed {
  itemId: string;
  record: FactorRecord;
  bytes: Buffer;
}

export interface FactorTellerParts {
  redis: Redis;
  database: Database;
  publisher: Pick<LearnPublisher, "publishOver">;
  /** What stands before the keys that were built. */
  prefix: string;
  /** The last EVENTS sequence that the factors have learnt from. */
  eventSequence: number;
  token: number;
}

/**
 * Tells model servers and the checkpoint of item factors that are about to be put in place of
 * others. Those that are equal, bit by bit, are nothing new.
 */
export class FactorTeller {
  readonly #parts: FactorTellerParts;
  /** Items looked at, per shop. */
  readonly #items = new Map<string, number>();
  #told = 0;

  constructor(parts: FactorTellerParts) {
    this.#parts = parts;
  }

  /** Records that were new. */
  get told(): number {
    return this.#told;
  }

  /**
   * Looks for hashes of factors among the keys that are about to be put in place. What several
   * processors have learnt apart, the rebuilt factors have taken in.
   */
  async tell(names: readonly string[]): Promise<void> {
    for (const key of names) {
      const [, shop, hash] = FACTORS_KEY.exec(key) ?? [];
      if (shop === undefined || hash === undefined) continue;
      const absorbed = (await this.#parts.redis.smembers(keys.factorHomes(shop))).map(Number);
      const changed = await this.#changed(shop, key, absorbed.length > 0);
      if (changed.length === 0) continue;
      await this.#publish(shop, { hash, changed, absorbed });
      await this.#checkpoint(shop, { changed, absorbed });
      this.#told += changed.length;
    }
  }

  async #changed(shop: string, key: string, all: boolean): Promise<Changed[]> {
    const { redis, prefix } = this.#parts;
    const [before, after] = await Promise.all([
      redis.hgetallBuffer(key),
      redis.hgetallBuffer(prefix + key),
    ]);
    const built = Object.entries(after);
    this.#items.set(shop, (this.#items.get(shop) ?? 0) + built.length);
    return built
      .filter(([itemId, bytes]) => all || before[itemId]?.equals(bytes) !== true)
      .map(([itemId, bytes]) => ({ itemId, bytes, record: decodeFactorRecord(bytes) }));
  }

  async #publish(
    shop: string,
    { hash, changed, absorbed }: Telling & { hash: string },
  ): Promise<void> {
    const { publisher, eventSequence, token } = this.#parts;
    for (let from = 0; from < changed.length; from += MAX_RECORDS) {
      const records = changed.slice(from, from + MAX_RECORDS).map(({ record }) => record);
      await publisher.publishOver({
        subject: subjects.factors(shop, 0),
        id: `rebuilt:${shop}:${hash}:${from}:${token}`,
        payload: encodeFactors({
          spaceId: FACTOR_SPACE,
          dimensions: FACTOR_DIMENSIONS,
          eventSequence,
          records,
          absorbed,
        }),
        batch: shop,
      });
    }
  }

  async #checkpoint(shop: string, { changed, absorbed }: Telling): Promise<void> {
    const { database, eventSequence } = this.#parts;
    await database.use((sql) =>
      writeCheckpoint(sql, {
        ...{ shop, spaceId: FACTOR_SPACE, eventSequence, absorbed },
        items: this.#items.get(shop) ?? 0,
        changed: changed.map(({ itemId, bytes, record }) => {
          return { itemId, version: record.version, bytes };
        }),
      }),
    );
  }
}
