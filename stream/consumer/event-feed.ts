import type { JetStreamClient, JetStreamManager, JsMsg } from "@nats-io/jetstream";
import { PARTITIONS } from "@slipstream/contracts/limits";
import {
  consumers,
  parseProcessorConsumer,
  streams,
  subjects,
} from "@slipstream/contracts/subjects";
import { partitionOfSubject } from "./decode.ts";
import { LogMerge } from "./merge.ts";
import { PartitionPull } from "./partition-pull.ts";

/** How long a hole in the log may be a message that is on its way. */
const GAP_PROBE_MS = 20;
/** After this long without a message the stream is asked whether it has one. */
const IDLE_PROBE_MS = 500;
/**
 * How often the stream is asked how far it has delivered, where the order of the log does not show
 * what is missing. Twice the same answer, and nothing came: a delivery was lost.
 */
const LOOSE_PROBE_MS = 1_000;
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
  /** The fencing token of each of them. */
  tokens: ReadonlyMap<number, number>;
}

/**
 * The events of the partitions that are held, from their watermarks on. Where all are held, and the
 * log was applied up to one place, they come in the order of the log, so that runs can be compared
 * bit by bit. Else what others apply, or have applied, lies between ours, and nobody could tell a
 * missing event from one that is not ours without asking for each: they come in the order of the log
 * partition by partition, and numbers of deliveries tell when one is missing.
 */
export class EventFeed {
  readonly #options: EventFeedOptions;
  readonly #isLoose: boolean;
  readonly #merge: LogMerge<FeedMessage>;
  readonly #pulls: PartitionPull[];
  #probing: NodeJS.Timeout | undefined;
  readonly #acknowledged = new Map<number, number>();
  #closed: Error | undefined;
  #interrupted = false;
  /** Messages fetched since the last one that was delivered, per partition. */
  readonly #fetched = new Map<number, number>();
  #wake: () => void = () => undefined;

  private constructor(options: EventFeedOptions, isLoose: boolean) {
    const { manager, client, watermarks, tokens } = options;
    this.#options = options;
    this.#isLoose = isLoose;
    this.#merge = new LogMerge(watermarks, { isLoose });
    this.#pulls = [...watermarks.keys()].map(
      (partition) =>
        new PartitionPull({
          ...{ manager, client, partition },
          name: consumers.processor(partition, tokens.get(partition) ?? 0),
          receivedUpTo: () => this.#merge.queuedUpTo(partition),
          receive: (message) => this.#receive(partition, message),
          isCounted: isLoose,
          failed: (cause) =>
            this.fail(new FeedGap(`partition ${partition} cannot be read`, { cause })),
        }),
    );
  }

  /** Makes the consumers anew, each behind its partition's watermark, and starts to pull. */
  static async open(options: EventFeedOptions): Promise<EventFeed> {
    const feed = new EventFeed(options, !(await isAppliedToOnePlace(options)));
    await deleteOlder(options);
    const opened = await Promise.allSettled(feed.#pulls.map((pull) => pull.open()));
    const failed = opened.find((each) => each.status === "rejected");
    if (failed) {
      // Those that are open would go on pulling.
      await feed.close();
      throw failed.reason;
    }
    if (feed.#isLoose) {
      const probe = () => feed.#pulls.map((pull) => pull.probe());
      feed.#probing = setInterval(probe, LOOSE_PROBE_MS);
    }
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

  /** No event up to this sequence waits here. */
  get appliedUpTo(): number {
    return (this.#isLoose ? (this.#merge.first ?? this.#merge.next) : this.#merge.next) - 1;
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
      if (this.#isLoose) {
        await this.#messageWithin(IDLE_PROBE_MS);
        continue;
      }
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
    clearInterval(this.#probing);
    await Promise.all(this.#pulls.map((pull) => pull.close()));
  }

  #receive(partition: number, message: JsMsg): void {
    if (this.#merge.put(partition, message)) {
      this.#fetched.delete(partition);
      this.#wake();
    }
    // Delivered again although it was applied: the acknowledgement got lost.
    else if (message.seq <= (this.#acknowledged.get(partition) ?? 0)) message.ack();
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

/** Takes away the consumers of those who held the partitions before. */
async function deleteOlder({ manager, tokens }: EventFeedOptions): Promise<void> {
  const old: string[] = [];
  for await (const { name } of manager.consumers.list(streams.events)) {
    const found = parseProcessorConsumer(name);
    if (found && found.token < (tokens.get(found.partition) ?? 0)) old.push(name);
  }
  await Promise.all(
    old.map((name) => manager.consumers.delete(streams.events, name).catch(() => false)),
  );
}

/** True when all partitions are held, and none lacks an event that lies before one applied. */
async function isAppliedToOnePlace({ manager, watermarks }: EventFeedOptions): Promise<boolean> {
  if (watermarks.size < PARTITIONS) return false;
  const highest = Math.max(...watermarks.values());
  const nexts = await Promise.all(
    [...watermarks].map(([partition, watermark]) =>
      watermark === highest
        ? null
        : manager.direct.getMessage(streams.events, {
            seq: watermark + 1,
            next_by_subj: subjects.eventsOfPartition(partition),
          }),
    ),
  );
  return nexts.every((next) => next === null || next.seq > highest);
}
