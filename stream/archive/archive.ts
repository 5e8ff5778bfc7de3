import { setTimeout as sleep } from "node:timers/promises";
import {
  AckPolicy,
  type ConsumerMessages,
  DeliverPolicy,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
} from "@nats-io/jetstream";
import { consumers, streams, subjects } from "@slipstream/contracts/subjects";
import type { Logger } from "pino";
import { recreateConsumer } from "../consumer/streams.ts";
import type { Database } from "./database.ts";
import { readArchiveWatermark } from "./event-rows.ts";
import { writeOrRefuse } from "./write-or-refuse.ts";

/** Events of one transaction. */
const MAX_BATCH = 1_000;
/** How long a batch waits to be filled. */
const BATCH_MS = 200;
/** Messages taken from the stream and not yet written. */
const MAX_QUEUED = 2_000;
const ACK_WAIT_MS = 60_000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 10_000;
/** How often who is not elected looks whether that is still so. */
const ELECTION_POLL_MS = 100;
const NANOS_PER_MS = 1_000_000;

/** A message did not come: delivery numbers have a hole. */
class DeliveryGap extends Error {
  override readonly name = "DeliveryGap";
  readonly code = "delivery_gap";
}

/** The archive has more of the log than the stream: it was made anew, or is another one. */
class ArchiveAhead extends Error {
  override readonly name = "ArchiveAhead";
  readonly code = "archive_ahead";

  constructor(lastSequence: number, watermark: number) {
    super(
      `EVENTS ends at ${lastSequence}, the archive at ${watermark}. EVENTS was made anew: start with an empty database, or restore the stream.`,
    );
  }
}

export interface ArchiveOptions {
  manager: JetStreamManager;
  client: JetStreamClient;
  database: Database;
  log: Logger;
  /** True for the one process that archives for all. */
  isElected: () => boolean;
}

/**
 * Keeps every event in PostgreSQL, once. A consumer of its own with a watermark of its own: while
 * PostgreSQL is away it waits, and the stream keeps what it has not taken. One process does it for
 * all; when two believe for a moment that they are the one, each misses what the other was given,
 * finds the hole and starts again behind what is archived.
 */
export class Archive {
  readonly #options: ArchiveOptions;
  readonly #stop = new AbortController();
  #done: Promise<void> | undefined;
  #archived = 0;
  #refused = 0;
  #watermark = 0;
  #failure: string | undefined;

  constructor(options: ArchiveOptions) {
    this.#options = options;
  }

  /** Rows written since the start. */
  get archived(): number {
    return this.#archived;
  }

  /** Events that PostgreSQL could not hold, put into the DLQ since the start. */
  get refused(): number {
    return this.#refused;
  }

  /** What went wrong last, until a batch is written or none waits. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Everything up to this sequence is in PostgreSQL, or in the DLQ. */
  get watermark(): number {
    return this.#watermark;
  }

  start(): void {
    this.#done = this.#run();
  }

  /** Lets the batch at hand end. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }

  async #run(): Promise<void> {
    let pauseMs = FIRST_RETRY_MS;
    while (!this.#stop.signal.aborted) {
      if (!this.#options.isElected()) {
        this.#failure = undefined;
        await this.#pause(ELECTION_POLL_MS);
        continue;
      }
      try {
        await this.#follow(() => {
          pauseMs = FIRST_RETRY_MS;
        });
      } catch (error) {
        this.#failure = error instanceof Error ? error.message : String(error);
        this.#options.log.warn({ err: error, pauseMs }, "the archive waits, then goes on");
        await this.#pause(pauseMs);
        pauseMs = Math.min(pauseMs * 2, LAST_RETRY_MS);
      }
    }
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }

  async #follow(progressed: () => void): Promise<void> {
    const { manager, client, database } = this.#options;
    this.#watermark = await database.use((sql) => readArchiveWatermark(sql, streams.events));
    const { state } = await manager.streams.info(streams.events);
    if (state.last_seq < this.#watermark) throw new ArchiveAhead(state.last_seq, this.#watermark);
    await recreateConsumer(manager, {
      durable_name: consumers.archive,
      filter_subject: subjects.allEvents,
      ack_policy: AckPolicy.All,
      ack_wait: ACK_WAIT_MS * NANOS_PER_MS,
      max_ack_pending: 2 * MAX_QUEUED,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: this.#watermark + 1,
    });
    const consumer = await client.consumers.get(streams.events, consumers.archive);
    const inbox = new Inbox();
    const messages = await consumer.consume({
      max_messages: MAX_QUEUED,
      callback: (message) => inbox.put(message),
    });
    try {
      while (!this.#stop.signal.aborted && this.#options.isElected()) {
        const batch = await inbox.take(this.#stop.signal);
        if (batch.length > 0) {
          await this.#write(batch);
          progressed();
        }
        this.#failure = undefined;
      }
    } finally {
      await close(messages);
    }
  }

  async #write(batch: readonly JsMsg[]): Promise<void> {
    const last = batch.at(-1)!;
    const { rows, refused } = await writeOrRefuse(this.#options, batch);
    this.#archived += rows;
    this.#refused += refused;
    if (refused > 0) this.#options.log.error({ refused }, "PostgreSQL cannot hold events: see DLQ");
    this.#watermark = last.seq;
    last.ack();
  }
}

/** Messages on their way into one transaction, in order and without holes. */
class Inbox {
  #messages: JsMsg[] = [];
  #expected = 1;
  #gap = false;
  #wake: () => void = () => undefined;

  put(message: JsMsg): void {
    const { deliverySequence, deliveryCount } = message.info;
    // A redelivery comes after what it belongs before: start again from the watermark.
    if (deliverySequence !== this.#expected || deliveryCount > 1) this.#gap = true;
    this.#expected++;
    this.#messages.push(message);
    this.#wake();
  }

  /** The next batch; empty when there is nothing for a while. @throws DeliveryGap */
  async take(signal: AbortSignal): Promise<JsMsg[]> {
    if (this.#messages.length < MAX_BATCH) await this.#pause(signal);
    if (this.#gap) throw new DeliveryGap("the archive's consumer skipped or repeated a message");
    return this.#messages.splice(0, MAX_BATCH);
  }

  async #pause(signal: AbortSignal): Promise<void> {
    const until = performance.now() + BATCH_MS;
    while (this.#messages.length < MAX_BATCH && !signal.aborted) {
      const leftMs = until - performance.now();
      if (leftMs <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#wake = () => {
          if (this.#messages.length < MAX_BATCH) return;
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

async function close(messages: ConsumerMessages): Promise<void> {
  messages.stop();
  await messages.closed();
}
