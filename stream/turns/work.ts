import type { JetStreamClient, JetStreamManager } from "@nats-io/jetstream";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { streams } from "@slipstream/contracts/subjects";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { archivedEvents } from "../archive/archived-events.ts";
import type { Database } from "../archive/database.ts";
import { EventFeed, type FeedMessage } from "../consumer/event-feed.ts";
import { Learners } from "../learning/learners.ts";
import { ProcessorState } from "../processor/processor-state.ts";
import { LearnPublisher } from "../publish/learn-publisher.ts";
import { gatherItems } from "../redis/gather-items.ts";
import type { Command } from "../redis/pack-commands.ts";
import { PartitionFence, readWatermarks } from "../redis/partition-fence.ts";
import { StateReader } from "../redis/state-reader.ts";
import { cutTurns } from "./cut-turns.ts";
import { Errands } from "./errands.ts";
import { type FailedAttempts, isGivenUp } from "./failed-attempts.ts";
import { type ForgetOrder, type Forgotten, forgetVisitors, reservoirCommands } from "./forget.ts";
import { Stopped, StreamBehind } from "./interruptions.ts";
import { readLogStart } from "./log-start.ts";
import { TurnPipeline } from "./turn-pipeline.ts";
import { type TurnParts, TurnRunner } from "./turn-runner.ts";

export interface WorkParts
  extends Pick<
    TurnParts,
    ("categories" | "switches" | "checkpointer" | "announcer" | "tracing") | ("plan" | "figures")
  > {
  manager: JetStreamManager;
  client: JetStreamClient;
  redis: Redis;
  database: Database;
  log: Logger;
  turnEvents: number;
  /** Events that failed, by sequence; outlives the memory that a failure voids. */
  attempts: ReadonlyMap<number, FailedAttempts>;
  /** Asked before a turn goes out; rejects when the partitions may be another's. */
  confirm: () => Promise<void>;
  /** Says that a rebuild has to end. */
  signal: AbortSignal;
}

/** Partitions that come, with their fencing tokens. */
type Tokens = ReadonlyMap<number, number>;

/**
 * What is in memory while partitions are held. Partitions come and go between turns: what belongs to
 * them is read when they come, and dropped when they go; the rest stays. One never goes, `home`,
 * under which what is learnt here is kept: without it memory has to be made anew.
 */
export class Work {
  readonly home: number;
  readonly pipeline: TurnPipeline;
  readonly learners: Learners;
  readonly errands = new Errands<ForgetOrder, Forgotten>();
  readonly #parts: WorkParts;
  readonly #runner: TurnRunner;
  readonly #fence: PartitionFence;
  readonly #publisher: LearnPublisher;
  readonly #state = new ProcessorState();
  readonly #reader: StateReader;
  readonly #tokens = new Map<number, number>();
  readonly #partitions = new Set<number>();
  #feed: EventFeed | undefined;

  private constructor(parts: WorkParts, home: number) {
    const { redis, database, log, client } = parts;
    this.home = home;
    this.#parts = parts;
    this.#fence = new PartitionFence(redis);
    this.#publisher = new LearnPublisher(parts);
    const [state, partitions] = [this.#state, this.#partitions];
    this.#reader = new StateReader({ redis, state });
    this.learners = new Learners({
      ...{ reader: this.#reader, database, client, log, home, partitions },
    });
    this.#runner = new TurnRunner({
      ...parts,
      ...{ state, reader: this.#reader, learners: this.learners, tokens: this.#tokens },
      ...{ fence: this.#fence, publisher: this.#publisher },
    });
    this.pipeline = new TurnPipeline(this.#runner, {
      confirm: parts.confirm,
      isOverfull: () => this.#reader.isOverfull,
    });
  }

  /** Claims partitions, and reads all that is needed to go on from their watermarks. */
  static async open(parts: WorkParts, tokens: Tokens): Promise<Work> {
    const work = new Work(parts, Math.min(...tokens.keys()));
    try {
      await work.#take(tokens);
      await work.#openFeed();
      return work;
    } catch (error) {
      await work.close(error);
      throw error;
    }
  }

  get partitions(): ReadonlySet<number> {
    return this.#partitions;
  }

  /**
   * Events of a turn at most: the more, the fewer writes of one and the same factor. Others wait for
   * what a turn has learnt, where there are others.
   */
  get turnEvents(): number {
    const { turnEvents } = this.#parts;
    return this.#partitions.size === PARTITIONS ? turnEvents : Math.ceil(turnEvents / 2);
  }

  /** False between two sets of partitions. */
  get isReading(): boolean {
    return this.#feed !== undefined;
  }

  get feed(): EventFeed {
    if (this.#feed === undefined)
      throw new Stopped("nothing is read between two sets of partitions");
    return this.#feed;
  }

  /** The last sequence applied, per partition. */
  watermarks(): ReadonlyMap<number, number> {
    return this.#fence.watermarks();
  }

  /**
   * Of no partition that is held is an event up to here missing, as far as has been delivered. What
   * lies beyond and was applied may be learnt twice after a loss of Redis, rather than never.
   */
  appliedUpTo(): number {
    return this.#feed?.appliedUpTo ?? Math.min(...this.watermarks().values());
  }

  /** Does what was ordered meanwhile, when nothing is on its way. */
  async runErrands(): Promise<void> {
    if (this.errands.isEmpty) return;
    await this.pipeline.drain();
    const parts = { state: this.#state, learners: this.learners, fence: this.#fence };
    await this.errands.run((order) =>
      forgetVisitors({ ...parts, partitions: this.#partitions }, order),
    );
  }

  /** Computes what was taken of the feed and sends it on its way; acknowledges what is written. */
  async apply(messages: readonly FeedMessage[], progressed: () => void): Promise<void> {
    const { feed } = this;
    const { attempts, figures } = this.#parts;
    const turns = { messages, queued: feed.queued, attempts, stages: figures.stages };
    for (const turn of cutTurns(turns)) {
      await this.pipeline.push(turn, () => {
        feed.acknowledge(turn.messages);
        progressed();
      });
    }
  }

  /**
   * Between turns: lets go of partitions, has them released, takes others. Those that stay are read
   * on from where they were.
   */
  async change(change: {
    go: ReadonlySet<number>;
    come: Tokens;
    release: () => Promise<void>;
  }): Promise<void> {
    await this.stopReading();
    if (change.go.size > 0) {
      await this.#leave(change.go);
      await change.release();
    }
    if (change.come.size > 0) await this.#take(change.come);
    await this.#openFeed();
  }

  async stopReading(): Promise<void> {
    const feed = this.#feed;
    this.#feed = undefined;
    await feed?.close();
  }

  /** Gives up what waits; nothing is written any more. */
  async close(error: unknown): Promise<void> {
    this.errands.fail(error);
    this.learners.close();
    await this.stopReading();
  }

  async #openFeed(): Promise<void> {
    const { manager, client } = this.#parts;
    const [watermarks, tokens] = [this.#fence.watermarks(), new Map(this.#tokens)];
    this.#feed = await EventFeed.open({ manager, client, watermarks, tokens });
  }

  async #leave(partitions: ReadonlySet<number>): Promise<void> {
    const commands: Command[] = this.learners
      .leave(partitions)
      .flatMap(({ shop, reservoir }) => reservoirCommands(shop, this.home, reservoir));
    await this.#fence.commit({ writes: { increments: [], commands }, reached: new Map() });
    this.#fence.drop(partitions);
    this.#state.leave(partitions);
    for (const partition of partitions) {
      this.#tokens.delete(partition);
      this.#partitions.delete(partition);
    }
  }

  async #take(tokens: Tokens): Promise<void> {
    await this.#refuseStreamBehind();
    const come = new Set(tokens.keys());
    // Before the claim: whoever is stopped between the two would, the other way round, read what a
    // newer holder has published and publish old values onto it. (stream/simulation)
    await this.#publisher.add(come);
    const incomplete = await this.#fence.add(tokens, { marksNew: true });
    for (const [partition, token] of tokens) {
      this.#tokens.set(partition, token);
      this.#partitions.add(partition);
    }
    await this.#gather(come);
    await this.#reader.readHubs([...come]);
    await this.#complete(come, incomplete);
  }

  /** Of an installation that was upgraded. */
  async #gather(partitions: ReadonlySet<number>): Promise<void> {
    const { redis, log } = this.#parts;
    const moved = await gatherItems({ redis, fence: this.#fence, partitions });
    if (moved > 0) log.info({ items: moved }, "visitors' items lie in one hash for each now");
  }

  /** Before the claim: tokens come from NATS too, and one made anew starts them again below ours. */
  async #refuseStreamBehind(): Promise<void> {
    const { redis, manager } = this.#parts;
    const highest = Math.max(...(await readWatermarks(redis, [...Array(PARTITIONS).keys()])));
    const { state: stream } = await manager.streams.info(streams.events);
    if (stream.last_seq >= highest) return;
    throw new StreamBehind(
      `EVENTS ends at ${stream.last_seq}, but ${highest} was applied. It was made anew: empty Redis as well.`,
    );
  }

  /**
   * Redis has lost what the log no longer has: applies it from the archive. So it is with partitions
   * that nobody held in this Redis, or whose holder was interrupted here, and with all that come when
   * the log begins behind the last event that any of them has applied.
   */
  async #complete(come: ReadonlySet<number>, incomplete: ReadonlySet<number>): Promise<void> {
    const { wholeFrom } = await readLogStart(this.#parts.manager);
    const watermarks = this.#fence.watermarks();
    const highest = Math.max(...[...come].map((partition) => watermarks.get(partition) ?? 0));
    const lacking = highest + 1 < wholeFrom ? come : incomplete;
    if (lacking.size === 0) return;
    if (wholeFrom > 1) {
      await this.#fence.markIncomplete(lacking, true);
      await this.#rebuild([...lacking], wholeFrom);
    }
    await this.#fence.markIncomplete(lacking, false);
  }

  async #rebuild(partitions: readonly number[], before: number): Promise<void> {
    const { database, log, turnEvents: limit, signal, attempts } = this.#parts;
    const from = this.#fence.watermarks();
    const after = Math.min(...partitions.map((partition) => from.get(partition) ?? 0));
    const range = { after, before, partitions };
    log.warn(range, "Redis lacks events that left the stream: rebuilding from the archive");
    let applied = 0;
    for await (const batch of archivedEvents(database, { ...range, limit })) {
      if (signal.aborted) throw new Stopped();
      // What failed is in the DLQ since it was on the stream.
      const events = batch.filter(
        ({ partition, sequence }) =>
          sequence > (from.get(partition) ?? 0) && !isGivenUp(attempts, sequence),
      );
      if (events.length === 0) continue;
      const late = { lagMs: Number.POSITIVE_INFINITY, queued: 0, quiet: true };
      await this.#runner.apply({ events, poisons: [], ...late });
      applied += events.length;
    }
    log.warn({ ...range, events: applied }, "rebuilt from the archive");
  }
}
