import { setTimeout as sleep, setImmediate as yieldToLoop } from "node:timers/promises";
import type { ConsumerMessages, JetStreamManager, JsMsg, StreamInfo } from "@nats-io/jetstream";
import {
  DeliverPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  jetstream,
  jetstreamManager,
} from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { isStreamMissing, type LearnSource, learnStream, learnStreamOf } from "./learn-mirror.ts";
import { findLearnStart } from "./learn-start.ts";

const RETRY_MS = 500;
/** How often the stream is asked whether it is still the one that we follow. */
const WATCH_MS = 2000;
const MAX_BUFFERED_MESSAGES = 500;
/** Longest run of applying messages before requests get their turn. */
const SLICE_MS = 4;

export interface LearnFeedOptions {
  connected: Promise<NatsConnection>;
  source: LearnSource;
  /** Applies one message; called in order of sequence. */
  apply: (message: { subject: string; seq: number; data: Uint8Array }) => void;
  /**
   * Loads all views anew and tells the EVENTS sequence that they hold. Called at the start and when
   * the stream no longer continues what we had.
   */
  load: () => Promise<number>;
  /** Subjects of which the last message holds, however old it is. Asked when all is loaded. */
  lasting?: () => readonly string[];
  onError: (error: unknown) => void;
}

type FeedState =
  | "loading"
  | "waiting for NATS"
  | "waiting for the stream"
  | "catching up"
  | "following";

interface Waiter {
  sequence: number;
  wake: (reached: boolean) => void;
}

/** Follows LEARN for all shops, through restarts of NATS and of the stream. */
export class LearnFeed {
  readonly #options: LearnFeedOptions;
  readonly #stream: string;
  readonly #waiters = new Set<Waiter>();
  #reached: number | undefined;
  /** EVENTS sequence of views that are loaded and do not follow yet. */
  #loadedUpTo: number | undefined;
  /** Where the stream stood when the views began to be read; unknown without NATS. */
  #before: { created: string; last: number } | undefined;
  /** When the stream that we follow was made. */
  #created: string | undefined;
  #last = 0;
  #state: FeedState = "loading";
  /** The newest message when following began: until then the views are catching up. */
  #catchUpTo = 0;
  #messages: ConsumerMessages | undefined;
  readonly #stopping = Promise.withResolvers<undefined>();
  #stopped = false;

  constructor(options: LearnFeedOptions) {
    this.#options = options;
    this.#stream = learnStreamOf(options.source);
  }

  /** `reached`: sequence on LEARN that all views have applied; `last`: the newest there is. */
  status(): { state: string; reached: number; last: number } {
    const reached = this.#reached ?? 0;
    return { state: this.#state, reached, last: Math.max(this.#last, reached) };
  }

  /** True as soon as the views have applied `sequence`; false when that takes longer. */
  waitFor(sequence: number, waitMs: number): Promise<boolean> {
    if ((this.#reached ?? 0) >= sequence) return Promise.resolve(true);
    if (waitMs <= 0) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = setTimeout(() => waiter.wake(false), waitMs);
      const waiter: Waiter = {
        sequence,
        wake: (reached) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(reached);
        },
      };
      this.#waiters.add(waiter);
    });
  }

  /** Runs until `stop`. Whatever fails is told and tried again. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      try {
        // Views are worth having before NATS or the stream is there.
        if (this.#reached === undefined) this.#loadedUpTo ??= await this.#load();
        const { connected } = this.#options;
        this.#state = "waiting for NATS";
        const connection = await Promise.race([connected, this.#stopping.promise]);
        if (connection === undefined) return;
        const manager = await jetstreamManager(connection, { checkAPI: false });
        await this.#prepare(manager);
        await this.#follow(connection, manager);
      } catch (error) {
        if (this.#stopped) return;
        if (!isStreamMissing(error)) this.#options.onError(error);
        await sleep(RETRY_MS);
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopping.resolve(undefined);
    await this.#messages?.close();
    for (const waiter of [...this.#waiters]) waiter.wake(false);
  }

  /** Loads the views unless the stream continues what they hold. */
  async #prepare(manager: JetStreamManager): Promise<void> {
    const info = await this.#streamInfo(manager);
    if (this.#continues(info)) return;
    const eventSequence = this.#loadedUpTo ?? (await this.#load());
    const start = await findLearnStart({
      manager,
      stream: this.#stream,
      state: info.state,
      eventSequence,
      lastBefore: this.#before?.created === info.created ? this.#before.last : undefined,
    });
    for (const subject of this.#options.lasting?.() ?? []) {
      const last = await readLast(manager, this.#stream, subject);
      if (last !== undefined && last.seq < start) this.#applySafely(last);
    }
    this.#created = info.created;
    this.#reached = start - 1;
    this.#loadedUpTo = undefined;
  }

  /** True when the stream is the one that we followed and still has what comes next. */
  #continues({ created, state }: StreamInfo): boolean {
    const reached = this.#reached;
    if (reached === undefined || created !== this.#created) return false;
    return state.last_seq >= reached && state.first_seq <= reached + 1;
  }

  async #load(): Promise<number> {
    this.#state = "loading";
    this.#before = undefined;
    void this.#noteBefore();
    return await this.#options.load();
  }

  /** Not waited for: the catalogue is read first, and views are worth having without NATS. */
  async #noteBefore(): Promise<void> {
    try {
      const manager = await jetstreamManager(await this.#options.connected, { checkAPI: false });
      const { info } = await learnStream(manager, this.#options.source);
      this.#before ??= { created: info.created, last: info.state.last_seq };
    } catch {
      // Then the archive's watermark alone says where to begin.
    }
  }

  async #streamInfo(manager: JetStreamManager) {
    try {
      const { info, last } = await learnStream(manager, this.#options.source);
      this.#last = last;
      return info;
    } catch (error) {
      if (isStreamMissing(error)) this.#state = "waiting for the stream";
      throw error;
    }
  }

  async #follow(connection: NatsConnection, manager: JetStreamManager): Promise<void> {
    const consumer = await jetstream(connection).consumers.get(this.#stream, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: (this.#reached ?? 0) + 1,
    });
    const messages = await consumer.consume({ max_messages: MAX_BUFFERED_MESSAGES });
    this.#messages = messages;
    this.#catchUpTo = this.#last;
    this.#noteProgress();
    const watch = setInterval(() => void this.#watch(manager, messages), WATCH_MS);
    try {
      let sliceEndsAt = performance.now() + SLICE_MS;
      for await (const message of messages) {
        this.#apply(message);
        if (performance.now() < sliceEndsAt) continue;
        await yieldToLoop();
        sliceEndsAt = performance.now() + SLICE_MS;
      }
    } finally {
      clearInterval(watch);
      this.#messages = undefined;
    }
  }

  /** One message that cannot be read must not end the following of all others. */
  #applySafely(message: { subject: string; seq: number; data: Uint8Array }): void {
    try {
      this.#options.apply(message);
    } catch (error) {
      this.#options.onError(error);
    }
  }

  #apply(message: JsMsg): void {
    this.#applySafely(message);
    this.#reached = message.seq;
    this.#noteProgress();
    this.#last = Math.max(this.#last, message.seq);
    for (const waiter of this.#waiters) {
      if (waiter.sequence <= message.seq) waiter.wake(true);
    }
  }

  #noteProgress(): void {
    this.#state = (this.#reached ?? 0) >= this.#catchUpTo ? "following" : "catching up";
  }

  /** Stops following a stream that was made anew or has lost what comes next. */
  async #watch(manager: JetStreamManager, messages: ConsumerMessages): Promise<void> {
    try {
      if (!this.#continues(await this.#streamInfo(manager))) await messages.close();
    } catch (error) {
      if (isStreamMissing(error)) await messages.close();
    }
  }
}

async function readLast(manager: JetStreamManager, stream: string, subject: string) {
  try {
    return (await manager.streams.getMessage(stream, { last_by_subj: subject })) ?? undefined;
  } catch (error) {
    const { NoMessageFound } = JetStreamApiCodes;
    if (error instanceof JetStreamApiError && error.code === NoMessageFound) return undefined;
    throw error;
  }
}
