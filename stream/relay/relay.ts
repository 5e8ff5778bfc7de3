import { setTimeout as sleep } from "node:timers/promises";
import type { JetStreamClient } from "@nats-io/jetstream";
import type { Logger } from "pino";
import type { Database } from "../archive/database.ts";
import { publishOutboxLetter } from "../publish/dead-letters.ts";
import { type ChangeParts, drainChanges } from "./changes.ts";
import { drainFacts, type FactParts, type OutboxLetter } from "./facts.ts";
import { type Drained, Lane } from "./lane.ts";
import { type OutboxWork, readOutboxDepth, readOutboxWork } from "./outbox-work.ts";

/**
 * How often the database is asked whether something waits: one query of a few index look-ups.
 * LISTEN would not pass a pooler that shares connections between transactions.
 */
const POLL_MS = 120;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;
/** A counted depth is good for this long. */
const DEPTH_FRESH_MS = 1_000;

export interface RelayFigures {
  facts: number;
  changes: number;
  deadLetters: number;
}

export interface RelayOptions {
  database: Database;
  client: JetStreamClient;
  /** Without an edge facts wait in the database. */
  edge: { url: string; secret: string } | undefined;
  /** Erases the data of those who asked for it, of one shop. */
  erase: (shop: string) => Promise<Drained>;
  log: Logger;
}

/**
 * Brings what shops write into their outboxes, in the transaction of a fact, to the streams: facts to
 * EVENTS through the hubs, changes to LEARN, wishes to be forgotten to whoever remembers.
 */
export class Relay {
  readonly figures: RelayFigures = { facts: 0, changes: 0, deadLetters: 0 };
  readonly #options: RelayOptions;
  readonly #stop = new AbortController();
  readonly #facts: Lane | undefined;
  readonly #changes: Lane;
  readonly #deletions: Lane;
  #work: readonly OutboxWork[] = [];
  #depth: { atMs: number; rows: Promise<number> } | undefined;
  #failure: string | undefined;
  #done: Promise<void> | undefined;

  constructor(options: RelayOptions) {
    this.#options = options;
    const { database, client, edge, log } = options;
    const bury = (letter: OutboxLetter) => this.#bury(letter);
    const changes: ChangeParts = { database, client, bury };
    const drainAndCount =
      (count: "facts" | "changes", drain: (shop: string) => Promise<Drained>) =>
      async (shop: string) => {
        const drained = await drain(shop);
        this.figures[count] += drained.done;
        return drained;
      };
    this.#changes = new Lane({
      name: "changes",
      drain: drainAndCount("changes", (shop) => drainChanges(changes, shop)),
      log,
    });
    this.#deletions = new Lane({ name: "deletions", drain: options.erase, log });
    if (edge === undefined) return;
    const facts: FactParts = { database, edgeUrl: edge.url, secret: edge.secret, bury };
    this.#facts = new Lane({
      name: "facts",
      drain: drainAndCount("facts", (shop) => drainFacts(facts, shop)),
      log,
    });
  }

  start(): void {
    this.#done = this.#run();
  }

  /** Lets what is under way end. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#done;
    await Promise.all([this.#facts?.stop(), this.#changes.stop(), this.#deletions.stop()]);
  }

  /** Why something does not go on; undefined when all does. */
  get failure(): string | undefined {
    const lanes = [this.#facts, this.#changes, this.#deletions];
    return this.#failure ?? lanes.map((lane) => lane?.failure).find((text) => text !== undefined);
  }

  /** Age of the oldest row that waits, as of the last look. */
  oldestAgeSeconds(nowMs: number): number {
    const since = this.#work
      .flatMap(({ factsSince, changesSince }) => [factsSince, changesSince])
      .filter((at) => at !== undefined);
    const oldest = Math.min(nowMs, ...since.map((at) => at.getTime()));
    return (nowMs - oldest) / 1000;
  }

  /** Rows that wait in all shops; 0 while the database does not answer. */
  depth(): Promise<number> {
    const nowMs = performance.now();
    if (this.#work.length === 0) return Promise.resolve(0);
    if (this.#depth === undefined || nowMs - this.#depth.atMs > DEPTH_FRESH_MS) {
      const rows = this.#options.database.use(readOutboxDepth).catch(() => 0);
      this.#depth = { atMs: nowMs, rows };
    }
    return this.#depth.rows;
  }

  async #run(): Promise<void> {
    let pauseMs = POLL_MS;
    while (!this.#stop.signal.aborted) {
      try {
        this.#work = await this.#options.database.use(readOutboxWork);
        this.#failure = undefined;
        pauseMs = POLL_MS;
        for (const each of this.#work) this.#wake(each);
      } catch (error) {
        this.#failure = error instanceof Error ? error.message : String(error);
        pauseMs = Math.min(Math.max(FIRST_RETRY_MS, 2 * pauseMs), LAST_RETRY_MS);
        this.#options.log.warn({ err: error, pauseMs }, "the outboxes could not be looked into");
      }
      await sleep(pauseMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  #wake({ shop, factsSince, changesSince, deletions }: OutboxWork): void {
    if (factsSince !== undefined) this.#facts?.wake(shop);
    if (changesSince !== undefined) this.#changes.wake(shop);
    if (deletions > 0) this.#deletions.wake(shop);
  }

  async #bury(letter: OutboxLetter): Promise<void> {
    await publishOutboxLetter(this.#options.client, letter);
    this.figures.deadLetters++;
    this.#options.log.error(
      { ...letter, payload: undefined },
      "a row of the outbox went to the DLQ",
    );
  }
}
