import {
  AckPolicy,
  type ConsumerMessages,
  DeliverPolicy,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
} from "@nats-io/jetstream";
import { consumers, streams, subjects } from "@slipstream/contracts/subjects";
import { partitionOfSubject } from "./decode.ts";
import { LogMerge } from "./merge.ts";
import { recreateConsumer } from "./streams.ts";

/** Messages of one partition in memory, and on their way here. */
const MAX_QUEUED_PER_PARTITION = 512;
/** Delivered and not acknowledged, per partition: far above what the queue and a turn hold. */
export const MAX_ACK_PENDING = 8_192;
const ACK_WAIT_MS = 60_000;
const PULL_EXPIRES_MS = 5_000;
/** How long a hole in the log may be a message that is on its way. */
const GAP_PROBE_MS = 20;
/** After this long without a message the stream is asked whether it has one. */
const IDLE_PROBE_MS = 500;
/** Messages of one partition fetched in a row, none of it delivered, before the feed gives up. */
const MAX_FETCHED = 100;
const NANOS_PER_MS = 1_000_000;

/** What is needed of a message, delivered or fetched. */
export interface FeedMessage extends Pick<JsMsg, "seq" | "subject" | "data" | "ack"> {
  timestampNanos: number | bigint;
}

/** Messages that are on the stream do not come: start again from the watermarks. */
export class FeedGap extends Error {
  override readonly name = "FeedGap";
  readonly code = "feed_gap";
}

export interface EventFeedOptions {
  manager: JetStreamManager;
  client: JetStreamClient;
  /** The last sequence applied, per partition that is held. */
  watermarks: ReadonlyMap<number, number>;
}

/** The events of all partitions that are held, in log order, from their watermarks on. */
export class EventFeed {
  readonly #options: EventFeedOptions;
  readonly #merge: LogMerge<FeedMessage>;
  readonly #subscriptions: ConsumerMessages[] = [];
  readonly #acknowledged = new Map<number, number>();
  #closed: Error | undefined;
  #interrupted = false;
  /** Messages fetched since the last one that was delivered, per partition. */
  readonly #fetched = new Map<number, number>();
  #wake: () => void = () => undefined;

  private constructor(options: EventFeedOptions) {
    this.#options = options;
    this.#merge = new LogMerge(options.watermarks);
  }

  /** Makes the consumers anew, each behind its partition's watermark, and starts to pull. */
  static async open(options: EventFeedOptions): Promise<EventFeed> {
    const feed = new EventFeed(options);
    await Promise.all([...options.watermarks.keys()].map((partition) => feed.#pull(partition)));
    return feed;
  }

  /** Events in memory that are not taken. */
  get queued(): number {
    return this.#merge.queued;
  }

  /** Every event below this sequence was taken, or does not exist. */
  get next(): number {
    return this.#merge.next;
  }

  /**
   * The next events, at least one and at most `limit`, in log order; none when it was interrupted.
   * @throws FeedGap, or what the feed was closed with
   */
  async take(limit: number): Promise<FeedMessage[]> {
    for (;;) {
      if (this.#closed) throw this.#closed;
      if (this.#interrupted) {
        this.#interrupted = false;
        return [];
      }
      const messages = this.#merge.take(limit);
      if (messages.length > 0) return messages;
      const isGap = this.#merge.first !== undefined;
      if (await (isGap ? this.#fillsWithin(GAP_PROBE_MS) : this.#messageWithin(IDLE_PROBE_MS))) {
        continue;
      }
      const missing = await this.#fetchMissing();
      if (missing) return [missing];
    }
  }

  /** Tells the stream that these were applied, and all of their partitions before them. */
  acknowledge(messages: readonly FeedMessage[]): void {
    const last = new Map<number, FeedMessage>();
    for (const message of messages) last.set(partitionOfSubject(message.subject) ?? 0, message);
    for (const [partition, message] of last) {
      this.#acknowledged.set(partition, message.seq);
      message.ack();
    }
  }

  /** Makes a waiting `take`, or else the next one, answer nothing: there is other work. */
  interrupt(): void {
    this.#interrupted = true;
    this.#wake();
  }

  /** Makes a waiting `take` fail with this. */
  fail(error: Error): void {
    this.#closed ??= error;
    this.#wake();
  }

  async close(): Promise<void> {
    await Promise.all(this.#subscriptions.map((subscription) => subscription.close()));
  }

  async #pull(partition: number): Promise<void> {
    const { manager, client, watermarks } = this.#options;
    const durable = consumers.processor(partition);
    await recreateConsumer(manager, {
      durable_name: durable,
      filter_subject: subjects.eventsOfPartition(partition),
      ack_policy: AckPolicy.All,
      ack_wait: ACK_WAIT_MS * NANOS_PER_MS,
      max_ack_pending: MAX_ACK_PENDING,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: (watermarks.get(partition) ?? 0) + 1,
    });
    const consumer = await client.consumers.get(streams.events, durable);
    this.#subscriptions.push(
      await consumer.consume({
        max_messages: MAX_QUEUED_PER_PARTITION,
        expires: PULL_EXPIRES_MS,
        callback: (message) => {
          if (this.#merge.put(partition, message)) {
            this.#fetched.delete(partition);
            this.#wake();
          }
          // Delivered again although it was applied: the acknowledgement got lost.
          else if (message.seq <= (this.#acknowledged.get(partition) ?? 0)) message.ack();
        },
      }),
    );
  }

  /** True when something came, or happened, before the time was over. */
  async #messageWithin(timeoutMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const woken = await Promise.race([
      new Promise<true>((resolve) => {
        this.#wake = () => resolve(true);
      }),
      new Promise<false>((resolve) => {
        timer = setTimeout(() => resolve(false), timeoutMs);
      }),
    ]);
    clearTimeout(timer);
    return woken;
  }

  /** True when the event that is missing comes within a while. */
  async #fillsWithin(timeoutMs: number): Promise<boolean> {
    const until = performance.now() + timeoutMs;
    while (!this.#closed && !this.#interrupted && (this.#merge.first ?? 0) > this.#merge.next) {
      const leftMs = until - performance.now();
      if (leftMs <= 0) return false;
      await this.#messageWithin(leftMs);
    }
    return true;
  }

  /**
   * The first event of ours from the hole on, out of the stream itself; undefined when there is
   * none: then what follows the hole is next. A server may lose a delivery (one that meets the end
   * of a pull request, say) and would repeat it only after the acknowledgement's time.
   */
  async #fetchMissing(): Promise<FeedMessage | undefined> {
    const first = this.#merge.first ?? Number.POSITIVE_INFINITY;
    const found = await this.#options.manager.direct.getMessage(streams.events, {
      seq: this.#merge.next,
      next_by_subj: subjects.allEvents,
    });
    if (found === null || found.seq >= first) {
      if (Number.isFinite(first)) this.#merge.skipTo(first);
      return undefined;
    }
    const partition = partitionOfSubject(found.subject);
    const watermark = partition === undefined ? undefined : this.#options.watermarks.get(partition);
    // Not one of ours, or applied before we came: nobody will deliver it to us.
    if (partition === undefined || watermark === undefined || found.seq <= watermark) {
      this.#merge.skipTo(found.seq + 1);
      return undefined;
    }
    // Its delivery may have overtaken the answer.
    if (!this.#merge.takenElsewhere(partition, found.seq)) return undefined;
    const fetched = (this.#fetched.get(partition) ?? 0) + 1;
    this.#fetched.set(partition, fetched);
    if (fetched > MAX_FETCHED) {
      throw new FeedGap(
        `event ${found.seq} is on the stream and does not come, as those before it`,
      );
    }
    const { seq, subject, data, time } = found;
    const timestampNanos = time.getTime() * NANOS_PER_MS;
    // The acknowledgement of a later one of its partition covers it.
    return { seq, subject, data, timestampNanos, ack: () => {} };
  }
}
