import { encodeFactorRecord } from "@slipstream/contracts/factors";
import type { Logger } from "pino";
import type { Database } from "../archive/database.ts";
import { type Checkpoint, readCheckpoint, writeCheckpoint } from "./checkpoint-store.ts";
import type { ShopLearner } from "./shop-learner.ts";

/** How often factors are written to PostgreSQL. */
const EVERY_MS = 60_000;

interface ShopMarks {
  /** Under which the learner that they are about keeps what it learns. */
  home: number;
  /** Items changed since the last checkpoint that was written. */
  changed: Set<string>;
  /** Homes whose components some of them have taken in. */
  absorbed: Set<number>;
  /** The last checkpoint was taken while the learner was measured to beat popularity. */
  good: boolean;
}

export interface CheckpointerFigures {
  written: number;
  failed: number;
  rollbacks: number;
}

/**
 * Keeps a copy of the factors in PostgreSQL, and puts a learner that has become worse than plain
 * popularity back to its last good one. Works between turns; PostgreSQL's absence holds up nothing.
 */
export class Checkpointer {
  readonly figures: CheckpointerFigures = { written: 0, failed: 0, rollbacks: 0 };
  readonly #database: Database;
  readonly #log: Logger;
  readonly #everyMs: number;
  readonly #shops = new Map<string, ShopMarks>();
  #dueAtMs: number;
  #writing: Promise<void> | undefined;

  constructor(options: { database: Database; log: Logger; everyMs?: number }) {
    this.#database = options.database;
    this.#log = options.log;
    this.#everyMs = options.everyMs ?? EVERY_MS;
    this.#dueAtMs = performance.now() + this.#everyMs;
  }

  /** Notes what a turn changed, and whose components that has taken in. */
  note(
    of: { shop: string; home: number },
    itemIds: Iterable<string>,
    taken: readonly number[] = [],
  ): void {
    const { changed, absorbed } = this.#marks(of);
    for (const itemId of itemIds) changed.add(itemId);
    for (const home of taken) absorbed.add(home);
  }

  /** Between turns: starts to write when it is time, rolls back who needs it. */
  async tick(learners: Iterable<ShopLearner>, eventSequence: number): Promise<void> {
    const all = [...learners];
    for (const learner of all) {
      if (learner.prequential.isWorseThanPopularity) await this.#rollBack(learner);
    }
    if (performance.now() < this.#dueAtMs || this.#writing !== undefined) return;
    this.#dueAtMs = performance.now() + this.#everyMs;
    this.#start(all, eventSequence);
  }

  /** Writes what has changed, at the end. */
  async finish(learners: Iterable<ShopLearner>, eventSequence: number): Promise<void> {
    await this.#writing;
    this.#start([...learners], eventSequence);
    await this.#writing;
  }

  #start(learners: readonly ShopLearner[], eventSequence: number): void {
    const checkpoints = learners
      .filter((learner) => !learner.prequential.isWorseThanPopularity)
      .map((learner) => this.#snapshot(learner, eventSequence))
      .filter((checkpoint) => checkpoint.changed.length > 0);
    this.#writing = this.#write(checkpoints).finally(() => {
      this.#writing = undefined;
    });
  }

  #snapshot(learner: ShopLearner, eventSequence: number): Checkpoint {
    const marks = this.#marks(learner);
    const changed = [...marks.changed].flatMap((itemId) => {
      const record = learner.recordOf(itemId);
      if (record === undefined) return [];
      return [{ itemId, version: record.version, bytes: encodeFactorRecord(record) }];
    });
    const absorbed = [...marks.absorbed];
    marks.changed.clear();
    marks.absorbed.clear();
    marks.good = learner.prequential.isBetterThanPopularity;
    const { shop, home, spaceId, items } = learner;
    return { shop, home, spaceId, eventSequence, items, absorbed, changed };
  }

  async #write(checkpoints: readonly Checkpoint[]): Promise<void> {
    for (const checkpoint of checkpoints) {
      try {
        await this.#database.use((sql) => writeCheckpoint(sql, checkpoint));
        this.figures.written++;
      } catch (error) {
        this.figures.failed++;
        const { shop, home = 0, changed, absorbed } = checkpoint;
        // Memory may have been made anew meanwhile, under another home.
        if (this.#shops.get(shop)?.home === home) {
          const itemIds = changed.map((each) => each.itemId);
          this.note({ shop, home }, itemIds, absorbed);
        }
        this.#log.warn({ err: error, shop }, "a checkpoint of factors could not be written");
      }
    }
  }

  async #rollBack(learner: ShopLearner): Promise<void> {
    const { shop, home, spaceId } = learner;
    if (!this.#marks(learner).good) return;
    const checkpoint = await this.#database
      .use((sql) => readCheckpoint(sql, { shop, home, spaceId }))
      .catch(() => undefined);
    if (checkpoint === undefined) return;
    const figures = learner.prequential.figures();
    learner.rollBack(checkpoint.records);
    this.figures.rollbacks++;
    const { eventSequence } = checkpoint;
    this.#log.error(
      { shop, eventSequence, figures },
      "the learner fell below popularity and was set back to its last good checkpoint",
    );
  }

  #marks({ shop, home }: { shop: string; home: number }): ShopMarks {
    let marks = this.#shops.get(shop);
    if (marks?.home !== home) {
      marks = { home, changed: new Set(), absorbed: new Set(), good: false };
      this.#shops.set(shop, marks);
    }
    return marks;
  }
}
