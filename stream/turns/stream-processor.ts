import { setTimeout as sleep } from "node:timers/promises";
import type { JetStreamClient, JetStreamManager } from "@nats-io/jetstream";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Announcer } from "../announce/announcer.ts";
import type { Database } from "../archive/database.ts";
import { CategoryView } from "../catalogue/category-view.ts";
import type { Figures } from "../figures.ts";
import { Checkpointer } from "../learning/checkpointer.ts";
import type { ReplayPlan } from "../learning/replay-plan.ts";
import { confirmHeld } from "../partition/confirm-held.ts";
import type { Holdings } from "../partition/holdings.ts";
import { SwitchView } from "../switches/switch-view.ts";
import type { Tracing } from "../tracing/tracing.ts";
import { ApplyError, type FailedAttempts } from "./failed-attempts.ts";
import type { ForgetOrder, Forgotten } from "./forget.ts";
import { Reconnected, Stopped } from "./interruptions.ts";
import { BACKLOG_EVENTS, restAfter } from "./rest.ts";
import { Work, type WorkParts } from "./work.ts";

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 5_000;
/** Turns that begin while the one before is written, before there is a time between turns again. */
const MAX_OVERLAPPED = 16;

export interface StreamProcessorOptions {
  manager: JetStreamManager;
  client: JetStreamClient;
  redis: Redis;
  database: Database;
  /** The partitions that fall to this process. */
  holdings: Holdings;
  log: Logger;
  figures: Figures;
  plan: ReplayPlan;
  announcer: Announcer | undefined;
  tracing: Tracing;
  /** Events of one turn at most, where nobody shares the partitions; else half as many. */
  turnEvents: number;
}

/**
 * Applies the events of the partitions that it holds, turn by turn. Whatever fails, memory is
 * dropped, and what Redis and the stream have is taken up again: they, not this process, hold the
 * truth. The leases are kept meanwhile, as long as they can be renewed.
 */
export class StreamProcessor {
  readonly checkpointer: Checkpointer;
  readonly #options: StreamProcessorOptions;
  readonly #parts: WorkParts;
  readonly #attempts = new Map<number, FailedAttempts>();
  readonly #stop = new AbortController();
  readonly #categories: CategoryView;
  readonly #switches: SwitchView;
  #work: Work | undefined;
  #overlapped = 0;
  /** What makes memory void, noticed while nothing was read. */
  #interruption: Error | undefined;
  #wake: () => void = () => undefined;
  #done: Promise<void> | undefined;
  #failure: string | undefined;

  constructor(options: StreamProcessorOptions) {
    this.#options = options;
    const { database, log } = options;
    this.checkpointer = new Checkpointer({ database, log });
    this.#categories = new CategoryView({ database, log });
    this.#switches = new SwitchView({ database, log });
    this.#parts = {
      ...options,
      categories: this.#categories,
      switches: this.#switches,
      checkpointer: this.checkpointer,
      attempts: this.#attempts,
      confirm: () => confirmHeld(options.holdings, this.#interruption),
      signal: this.#stop.signal,
    };
  }

  start(): void {
    this.#done = this.#run();
  }

  /** Lets the turn at hand end, gives the leases back, writes a checkpoint. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#options.holdings.retire();
    this.#interrupt(new Stopped("asked to"));
    await this.#done;
    await this.#options.holdings.leave();
    await Promise.all([this.#categories.stop(), this.#switches.stop()]);
  }

  /**
   * Erases visitors from this process's memory and from Redis, as far as its partitions go, between
   * two turns. Rejects when it holds none, or loses them.
   */
  forget(order: ForgetOrder): Promise<Forgotten> {
    const work = this.#work;
    if (work === undefined) return Promise.reject(new Stopped("it does not hold partitions"));
    const done = work.errands.add(order);
    this.#nudge();
    return done;
  }

  /** NATS is back: reads again from the watermarks, rather than wait for what may not come. */
  reconnected(): void {
    this.#interrupt(new Reconnected("the connection to NATS was made anew"));
  }

  /** True while it holds partitions and reads. */
  get working(): boolean {
    return this.#work !== undefined;
  }

  /** True while all is well and no partition falls to it: it waits for others to leave. */
  get standsBy(): boolean {
    const { holdings } = this.#options;
    return this.#failure === undefined && holdings.held.length === 0 && holdings.isOneOfMany;
  }

  /** Why it does not work, when something failed and it has not held partitions since. */
  get failure(): string | undefined {
    return this.working ? undefined : this.#failure;
  }

  /** True for the one process that does what one has to do for all. */
  get isFirst(): boolean {
    const { holdings } = this.#options;
    return holdings.isFresh && holdings.holds(0);
  }

  /** The last sequence applied of each partition that is held and worked on. */
  watermarks(): ReadonlyMap<number, number> {
    return this.#work?.watermarks() ?? new Map();
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
        await this.#options.holdings.join({
          changed: () => this.#nudge(),
          lost: (error) => this.#interrupt(error),
        });
        await this.#serve(() => {
          pauseMs = FIRST_RETRY_MS;
        });
      } catch (error) {
        if (error instanceof Stopped) return;
        if (error instanceof ApplyError) {
          const { sequence } = error;
          this.#attempts.set(sequence, {
            count: (this.#attempts.get(sequence)?.count ?? 0) + 1,
            error,
          });
        }
        this.#failure = error instanceof Error ? error.message : String(error);
        this.#options.figures.restarts++;
        log.warn({ err: error, pauseMs }, "the processor drops its memory and starts again");
        await this.#pause(pauseMs);
        pauseMs = Math.min(2 * pauseMs, LAST_RETRY_MS);
      }
    }
  }

  /** Works from when partitions come until something fails, or the last one goes. */
  async #serve(progressed: () => void): Promise<void> {
    const { holdings, log } = this.#options;
    // What was interrupted before is over: nothing of it is in memory.
    this.#interruption = undefined;
    await this.#partitionsCome();
    this.#check();
    await holdings.release(holdings.due);
    const tokens = await holdings.confirm();
    if (tokens.size === 0) return;
    const work = await Work.open(this.#parts, tokens);
    try {
      this.#work = work;
      this.#failure = undefined;
      log.info({ partitions: [...work.partitions] }, "holds partitions");
      while (await this.#rebalance(work)) await this.#turn(work, progressed);
    } catch (error) {
      // The turn that is on its way came before whatever went wrong: so does its failure.
      await work.pipeline.drain();
      if (error instanceof Stopped) await this.#finish(work);
      throw error;
    } finally {
      this.#work = undefined;
      await work.close(new Stopped("the partitions were given back"));
    }
  }

  /** Others go on at once: the checkpoint waits for PostgreSQL. */
  async #finish(work: Work): Promise<void> {
    const reached = work.appliedUpTo();
    // Whoever comes next makes its own consumers: nothing of ours may meddle with the log any more.
    await work.stopReading();
    await this.#options.holdings.leave();
    await this.checkpointer.finish(work.learners.all(), reached);
  }

  /**
   * Between turns: gives what others wait for, takes what has come. False when memory has to be made
   * anew, since what was learnt is kept under a partition that goes.
   */
  async #rebalance(work: Work): Promise<boolean> {
    const { holdings, log } = this.#options;
    // Again after each change: what is told while nothing is read wakes nobody.
    for (;;) {
      this.#check();
      const mine = new Set(holdings.mine);
      const go = new Set([...work.partitions].filter((partition) => !mine.has(partition)));
      const come = [...mine].filter((partition) => !work.partitions.has(partition));
      if (go.size === 0 && come.length === 0) return true;
      // Who holds what may change while that is waited for.
      if (work.pipeline.isBusy) {
        await work.pipeline.drain();
        continue;
      }
      if (go.has(work.home)) return false;
      await work.change({
        go,
        come: new Map(come.map((partition) => [partition, holdings.tokenOf(partition)])),
        release: () => holdings.release(go),
      });
      log.info({ partitions: [...work.partitions], go: [...go], come }, "partitions changed hands");
      await work.runErrands();
    }
  }

  /**
   * Takes what waits and computes it. While much is waiting the next turn begins before this one is
   * written; else, and every so often, this one is waited for, and memory is looked after.
   */
  async #turn(work: Work, progressed: () => void): Promise<void> {
    this.#check();
    const messages = await work.feed.take(work.turnEvents);
    await work.runErrands();
    if (messages.length === 0) return;
    const startedAtMs = performance.now();
    await work.apply(messages, progressed);
    const isBehind = work.feed.queued >= Math.min(work.turnEvents, BACKLOG_EVENTS);
    if (isBehind && ++this.#overlapped < MAX_OVERLAPPED) return;
    this.#overlapped = 0;
    await work.pipeline.tidy();
    await this.checkpointer.tick(work.learners.all(), work.appliedUpTo());
    if (!isBehind) await restAfter(performance.now() - startedAtMs, this.#stop.signal);
  }

  /** Resolves when there is a partition to work on, or something to stop for. */
  async #partitionsCome(): Promise<void> {
    while (this.#options.holdings.mine.length === 0 && !this.#stop.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Partitions came, or others wait for some; or somebody has an errand. */
  #nudge(): void {
    this.#wake();
    if (this.#work?.isReading) this.#work.feed.interrupt();
  }

  /** What is in memory is void, or no longer wanted. */
  #interrupt(error: Error): void {
    this.#interruption ??= error;
    this.#wake();
    if (this.#work?.isReading) this.#work.feed.fail(error);
  }

  #check(): void {
    if (this.#stop.signal.aborted) throw new Stopped("asked to");
    if (this.#interruption !== undefined) throw this.#interruption;
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}
