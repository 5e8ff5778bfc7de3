import type { JetStreamClient } from "@nats-io/jetstream";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Database } from "../archive/database.ts";
import { CategoryView } from "../catalogue/category-view.ts";
import { Figures } from "../figures.ts";
import { Learners } from "../learning/learners.ts";
import { ReplayPlan } from "../learning/replay-plan.ts";
import type { LoggedEvent } from "../processor/logged-event.ts";
import { ProcessorState } from "../processor/processor-state.ts";
import { markGathered } from "../redis/gather-items.ts";
import { PartitionFence } from "../redis/partition-fence.ts";
import { StateReader } from "../redis/state-reader.ts";
import { ApplyError, type FailedAttempts } from "../turns/failed-attempts.ts";
import { TurnRunner } from "../turns/turn-runner.ts";
import { namespacePrefix } from "./namespace.ts";
import { NamespaceFence } from "./namespace-fence.ts";

/** Events of one turn: as many as live at most. */
const TURN_EVENTS = 1_024;
/** Events of one turn were received within this time: what they touch expires with the last. */
const TURN_SPAN_MS = 3_600_000;
const PARTITION_NUMBERS = Array.from({ length: PARTITIONS }, (_, partition) => partition);

export interface BuilderOptions {
  redisUrl: string;
  namespace: string;
  client: JetStreamClient;
  database: Database;
  /** How often each event is learnt again; bits are equal where it is what the live ones had. */
  replays: number;
  log: Logger;
}

/** What is in memory, void after an event that could not be applied. */
interface Work {
  fence: NamespaceFence;
  runner: TurnRunner;
  learners: Learners;
}

/**
 * Applies events into a namespace of Redis through the very turns that apply live ones. It tells
 * nobody: nothing goes out on LEARN, and no session is announced.
 */
export class StateBuilder {
  readonly figures = new Figures();
  readonly #options: BuilderOptions;
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #categories: CategoryView;
  readonly #attempts = new Map<number, FailedAttempts>();
  #work: Work | undefined;
  #past = true;
  #generation = Date.now();

  /** The namespace has to be empty. */
  constructor(options: BuilderOptions) {
    this.#options = options;
    this.#prefix = namespacePrefix(options.namespace);
    const { redisUrl, database, log } = options;
    this.#redis = new Redis(redisUrl, { keyPrefix: this.#prefix, maxRetriesPerRequest: 1 });
    this.#redis.on("error", (error) => log.warn({ err: error }, "Redis does not answer"));
    this.#categories = new CategoryView({ database, log });
  }

  /** Events that could not be applied, as they could not be live: they are in the DLQ. */
  get skipped(): number {
    return this.#attempts.size;
  }

  /** What is applied from now on happens now: it expires as it does live. */
  reachPresent(): void {
    this.#past = false;
    if (this.#work !== undefined) this.#work.fence.past = false;
  }

  /** The learners of all shops met so far; none when nothing was applied. */
  learners(): ReturnType<Learners["all"]> {
    return this.#work?.learners.all() ?? [];
  }

  /** Applies events, which come in log order. @throws FenceError when another took the namespace */
  async apply(events: readonly LoggedEvent[]): Promise<void> {
    for (const turn of turnsOf(events)) await this.#applyTurn(turn);
  }

  close(): void {
    this.#redis.disconnect();
  }

  async #applyTurn(turn: readonly LoggedEvent[]): Promise<void> {
    for (;;) {
      const work = await this.#open();
      const applicable = turn.filter(({ sequence }) => !this.#attempts.has(sequence));
      if (applicable.length === 0) return;
      work.fence.receivedAt = Math.max(...applicable.map(({ event }) => event.receivedAt));
      try {
        const late = { lagMs: Number.POSITIVE_INFINITY, queued: 0 };
        await work.runner.apply({ events: applicable, poisons: [], ...late, quiet: true });
        return;
      } catch (error) {
        this.#work = undefined;
        if (!(error instanceof ApplyError)) throw error;
        this.#attempts.set(error.sequence, { count: 1, error });
        this.#options.log.warn({ err: error }, "left out, as live");
      }
    }
  }

  async #open(): Promise<Work> {
    if (this.#work !== undefined) return this.#work;
    const { client, log, replays } = this.#options;
    const redis = this.#redis;
    const generation = this.#generation++;
    const tokens = new Map(PARTITION_NUMBERS.map((partition) => [partition, generation]));
    const fence = new NamespaceFence({
      fence: await PartitionFence.claim({ redis, tokens }),
      prefix: this.#prefix,
    });
    fence.past = this.#past;
    await markGathered(redis, PARTITION_NUMBERS);
    const state = new ProcessorState();
    const reader = new StateReader({ redis, state });
    // Without checkpoints: all is learnt anew.
    const learners = new Learners({ reader, database: undefined, log });
    await reader.readHubs(PARTITION_NUMBERS);
    const runner = new TurnRunner({
      ...{ client, fence, state, reader, learners, figures: this.figures, tokens },
      publisher: { publish: async () => new Map() },
      categories: this.#categories,
      // What was switched off then is not in the log.
      switches: { ensure: async () => {}, isOn: () => true },
      checkpointer: { note: () => {} },
      announcer: undefined,
      plan: new ReplayPlan(replays),
    });
    this.#work = { fence, runner, learners };
    return this.#work;
  }
}

function* turnsOf(events: readonly LoggedEvent[]): IterableIterator<LoggedEvent[]> {
  let turn: LoggedEvent[] = [];
  for (const logged of events) {
    const sinceMs =
      logged.event.receivedAt - (turn[0]?.event.receivedAt ?? logged.event.receivedAt);
    if (turn.length === TURN_EVENTS || Math.abs(sinceMs) > TURN_SPAN_MS) {
      yield turn;
      turn = [];
    }
    turn.push(logged);
  }
  if (turn.length > 0) yield turn;
}
