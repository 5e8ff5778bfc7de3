import { setTimeout as sleep } from "node:timers/promises";
import type { JetStreamClient, JetStreamManager } from "@nats-io/jetstream";
import type { KV } from "@nats-io/kv";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { streams } from "@slipstream/contracts/subjects";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Announcer } from "../announce/announcer.ts";
import { archivedEvents } from "../archive/archived-events.ts";
import type { Database } from "../archive/database.ts";
import { CategoryView } from "../catalogue/category-view.ts";
import { EventFeed } from "../consumer/event-feed.ts";
import type { Figures } from "../figures.ts";
import { Checkpointer } from "../learning/checkpointer.ts";
import { Learners } from "../learning/learners.ts";
import type { ReplayPlan } from "../learning/replay-plan.ts";
import { Leases } from "../partition/leases.ts";
import { ProcessorState } from "../processor/processor-state.ts";
import { LearnPublisher } from "../publish/learn-publisher.ts";
import { PartitionFence, readWatermarks } from "../redis/partition-fence.ts";
import { StateReader } from "../redis/state-reader.ts";
import { SwitchView } from "../switches/switch-view.ts";
import { Errands } from "./errands.ts";
import { type ForgetOrder, type Forgotten, forgetVisitors } from "./forget.ts";
import { Reconnected, Stopped, StreamBehind } from "./interruptions.ts";
import { readLogStart } from "./log-start.ts";
import { BACKLOG_EVENTS, restAfter } from "./rest.ts";
import { ApplyError, TurnRunner } from "./turn-runner.ts";

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 5_000;
/** Pause between two tries to take the leases. */
const LEASE_RETRY_MS = 250;

export interface StreamProcessorOptions {
  manager: JetStreamManager;
  client: JetStreamClient;
  redis: Redis;
  database: Database;
  leases: KV;
  leaseTtlMs: number;
  /** Who holds the leases: for people. */
  holder: string;
  log: Logger;
  figures: Figures;
  plan: ReplayPlan;
  announcer: Announcer | undefined;
  /** Events of one turn at most: more make fewer writes of one and the same factor. */
  turnEvents: number;
}

/** What is in memory while the partitions are held. */
interface Work {
  feed: EventFeed;
  fence: PartitionFence;
  runner: TurnRunner;
  learners: Learners;
  errands: Errands<ForgetOrder, Forgotten>;
  forget: (order: ForgetOrder) => Promise<Forgotten>;
}

/**
 * Holds all partitions and applies their events, turn by turn. Whatever fails, memory is dropped,
 * and what Redis and the stream have is taken up again: they, not this process, hold the truth.
 */
export class StreamProcessor {
  readonly checkpointer: Checkpointer;
  readonly #options: StreamProcessorOptions;
  readonly #partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);
  readonly #attempts = new Map<number, number>();
  readonly #stop = new AbortController();
  readonly #categories: CategoryView;
  readonly #switches: SwitchView;
  #work: Work | undefined;
  #done: Promise<void> | undefined;
  #failure: string | undefined;

  constructor(options: StreamProcessorOptions) {
    this.#options = options;
    const { database, log } = options;
    this.checkpointer = new Checkpointer({ database, log });
    this.#categories = new CategoryView({ database, log });
    this.#switches = new SwitchView({ database, log });
  }

  start(): void {
    this.#done = this.#run();
  }

  /** Lets the turn at hand end, writes a checkpoint, gives the leases back. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#work?.feed.fail(new Stopped());
    await this.#done;
    await Promise.all([this.#categories.stop(), this.#switches.stop()]);
  }

  /**
   * Erases visitors from memory and Redis, between two turns. Rejects when this process does not
   * hold the partitions, or loses them.
   */
  forget(order: ForgetOrder): Promise<Forgotten> {
    const work = this.#work;
    if (work === undefined) return Promise.reject(new Stopped("it does not hold the partitions"));
    const done = work.errands.add(order);
    work.feed.interrupt();
    return done;
  }

  /** NATS is back: reads again from the watermarks, rather than wait for what may not come. */
  reconnected(): void {
    this.#work?.feed.fail(new Reconnected("the connection to NATS was made anew"));
  }

  /** True while it holds the partitions and reads. */
  get working(): boolean {
    return this.#work !== undefined;
  }

  /** Why it does not work, when something failed and it has not held the partitions since. */
  get failure(): string | undefined {
    return this.working ? undefined : this.#failure;
  }

  /** The last sequence applied per partition; empty while it does not hold them. */
  watermarks(): ReadonlyMap<number, number> {
    return this.#work?.fence.watermarks() ?? new Map();
  }

  /** Every event up to this sequence is applied; 0 while it is not known. */
  get appliedUpTo(): number {
    return Math.max(0, ...this.watermarks().values());
  }

  /** Live quality per shop. */
  prequential() {
    const learners = this.#work?.learners.all() ?? [];
    return learners.map(({ shop, prequential }) => ({ shop, ...prequential.figures() }));
  }

  async #run(): Promise<void> {
    const { log } = this.#options;
    let pauseMs = FIRST_RETRY_MS;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#categories.follow(this.#options.client);
        await this.#switches.follow(this.#options.client);
        await this.#hold(() => {
          pauseMs = FIRST_RETRY_MS;
        });
      } catch (error) {
        if (error instanceof Stopped) return;
        if (error instanceof ApplyError) {
          const { sequence } = error;
          this.#attempts.set(sequence, (this.#attempts.get(sequence) ?? 0) + 1);
        }
        this.#failure = error instanceof Error ? error.message : String(error);
        this.#options.figures.restarts++;
        log.warn({ err: error, pauseMs }, "the processor drops its memory and starts again");
        await this.#pause(pauseMs);
        pauseMs = Math.min(2 * pauseMs, LAST_RETRY_MS);
      }
    }
  }

  async #hold(progressed: () => void): Promise<void> {
    const { leases: kv, leaseTtlMs: ttlMs, holder, log } = this.#options;
    const leases = await Leases.take({ kv, ttlMs, holder, partitions: this.#partitions });
    if (leases === undefined) {
      await this.#pause(LEASE_RETRY_MS);
      return;
    }
    log.info({ token: leases.token }, "holds the partitions");
    try {
      let lost: Error | undefined;
      leases.keep((error) => {
        lost = error;
        this.#work?.feed.fail(error);
      });
      const work = await this.#open(leases.token);
      this.#work = work;
      this.#failure = undefined;
      if (lost !== undefined) throw lost;
      await this.#follow(work, progressed);
    } finally {
      const work = this.#work;
      this.#work = undefined;
      work?.errands.fail(new Stopped("the partitions were given back"));
      await work?.feed.close();
      await leases.release();
    }
  }

  async #follow(
    { feed, runner, learners, errands, forget }: Work,
    progressed: () => void,
  ): Promise<void> {
    try {
      while (!this.#stop.signal.aborted) {
        const messages = await feed.take(this.#options.turnEvents);
        await errands.run(forget);
        if (messages.length === 0) continue;
        const startedAtMs = performance.now();
        await runner.run(messages, feed.queued);
        feed.acknowledge(messages);
        progressed();
        await this.checkpointer.tick(learners.all(), messages.at(-1)!.seq);
        if (feed.queued >= Math.min(this.#options.turnEvents, BACKLOG_EVENTS)) continue;
        await restAfter(performance.now() - startedAtMs, this.#stop.signal);
      }
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
    await this.checkpointer.finish(learners.all(), this.appliedUpTo);
    throw new Stopped();
  }

  /** Claims the partitions, then reads all that is needed to go on from their watermarks. */
  async #open(token: number): Promise<Work> {
    const { redis, database, log, manager, client } = this.#options;
    await this.#refuseStreamBehind();
    const fence = await PartitionFence.claim({ redis, token, partitions: this.#partitions });
    const highest = Math.max(0, ...fence.watermarks().values());
    const stream = await readLogStart(manager);
    const state = new ProcessorState();
    const reader = new StateReader({ redis, state });
    const learners = new Learners({ reader, database, log });
    await reader.readHubs(this.#partitions);
    const publisher = await LearnPublisher.open({ client, manager });
    const runner = new TurnRunner({
      ...this.#options,
      fence,
      publisher,
      state,
      reader,
      learners,
      token,
      categories: this.#categories,
      switches: this.#switches,
      checkpointer: this.checkpointer,
      attempts: this.#attempts,
    });
    if (stream.wholeFrom > highest + 1) {
      await this.#rebuild(runner, { after: highest, before: stream.wholeFrom });
    }
    const feed = await EventFeed.open({ manager, client, watermarks: fence.watermarks() });
    const forget = (order: ForgetOrder) => forgetVisitors({ state, learners, fence }, order);
    return { feed, fence, runner, learners, errands: new Errands(), forget };
  }

  /** Before the claim: tokens come from NATS too, and one made anew starts them again below ours. */
  async #refuseStreamBehind(): Promise<void> {
    const { redis, manager } = this.#options;
    const highest = Math.max(...(await readWatermarks(redis, this.#partitions)));
    const { state: stream } = await manager.streams.info(streams.events);
    if (stream.last_seq >= highest) return;
    throw new StreamBehind(
      `EVENTS ends at ${stream.last_seq}, but ${highest} was applied. It was made anew: empty Redis as well.`,
    );
  }

  /** Redis has lost what the stream no longer has: applies it from the archive. */
  async #rebuild(runner: TurnRunner, range: { after: number; before: number }): Promise<void> {
    const { database, log, turnEvents } = this.#options;
    log.warn(range, "Redis lacks events that left the stream: rebuilding from the archive");
    let events = 0;
    for await (const batch of archivedEvents(database, { ...range, limit: turnEvents })) {
      if (this.#stop.signal.aborted) throw new Stopped();
      // What failed is in the DLQ since it was on the stream.
      const applicable = batch.filter(({ sequence }) => !runner.gaveUp(sequence));
      if (applicable.length === 0) continue;
      await runner.apply({
        events: applicable,
        poisons: [],
        lagMs: Number.POSITIVE_INFINITY,
        queued: 0,
        quiet: true,
      });
      events += applicable.length;
    }
    log.warn({ ...range, events }, "rebuilt from the archive");
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
