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
/** Probes that find the missing message in the stream before the feed gives up. */
const MAX_PROBES = 100;
const NANOS_PER_MS = 1_000_000;

/** A message that is on the stream does not come: start again from the watermark. */
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
  readonly #merge: LogMerge<JsMsg>;
  readonly #subscriptions: ConsumerMessages[] = [];
  readonly #acknowledged = new Map<number, number>();
  #closed: Error | undefined;
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
   * The next events, at least one and at most `limit`, in log order; empty once the feed is closed.
   * @throws FeedGap, or what the feed was closed with
   */
  async take(limit: number): Promise<JsMsg[]> {
    for (let probes = 0; ; ) {
      if (this.#closed) throw this.#closed;
      const messages = this.#merge.take(limit);
      if (messages.length > 0) return messages;
      if (this.#merge.first === undefined) {
        probes = 0;
        await this.#message();
      } else if (await this.#fillsWithin(GAP_PROBE_MS)) {
        probes = 0;
      } else if ((await this.#isOnItsWay()) && ++probes > MAX_PROBES) {
        throw new FeedGap(`event ${this.#merge.next} is on the stream and does not come`);
      }
    }
  }

  /** Tells the stream that these were applied, and all of their partitions before them. */
  acknowledge(messages: readonly JsMsg[]): void {
    const last = new Map<number, JsMsg>();
    for (const message of messages) last.set(partitionOfSubject(message.subject) ?? 0, message);
    for (const [partition, message] of last) {
      this.#acknowledged.set(partition, message.seq);
      message.ack();
    }
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
          if (this.#merge.put(partition, message)) this.#wake();
          // Delivered again although it was applied: the acknowledgement got lost.
          else if (message.seq <= (this.#acknowledged.get(partition) ?? 0)) message.ack();
        },
      }),
    );
  }

  #message(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** True when the event that is missing comes within a while. */
  async #fillsWithin(timeoutMs: number): Promise<boolean> {
    const until = performance.now() + timeoutMs;
    while (!this.#closed && (this.#merge.first ?? 0) > this.#merge.next) {
      const leftMs = until - performance.now();
      if (leftMs <= 0) return false;
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([
        this.#message(),
        new Promise<void>((resolve) => {
          timer = setTimeout(resolve, leftMs);
        }),
      ]);
      clearTimeout(timer);
    }
    return true;
  }

  /** Asks the stream for the first event of ours from the hole on; moves past what is not there. */
  async #isOnItsWay(): Promise<boolean> {
    const first = this.#merge.first;
    if (first === undefined) return false;
    const found = await this.#options.manager.direct.getMessage(streams.events, {
      seq: this.#merge.next,
      next_by_subj: subjects.allEvents,
    });
    if (found === null || found.seq >= first) {
      this.#merge.skipTo(first);
      return false;
    }
    const partition = partitionOfSubject(found.subject);
    const watermark = partition === undefined ? undefined : this.#options.watermarks.get(partition);
    // Not one of ours, or applied before we came: nobody will deliver it to us.
    if (watermark === undefined || found.seq <= watermark) {
      this.#merge.skipTo(found.seq + 1);
      return false;
    }
    this.#merge.skipTo(found.seq);
    return true;
  }
}
