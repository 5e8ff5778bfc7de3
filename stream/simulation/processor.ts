import type { Random } from "@slipstream/algorithms/random";
import type { Logger } from "pino";
import type { FeedMessage } from "../consumer/event-feed.ts";
import { LogMerge } from "../consumer/merge.ts";
import { Figures } from "../figures.ts";
import { Learners } from "../learning/learners.ts";
import { ReplayPlan } from "../learning/replay-plan.ts";
import { ProcessorState } from "../processor/processor-state.ts";
import { LearnPublisher } from "../publish/learn-publisher.ts";
import { PartitionFence } from "../redis/partition-fence.ts";
import { StateReader } from "../redis/state-reader.ts";
import { cutTurns } from "../turns/cut-turns.ts";
import { TurnPipeline } from "../turns/turn-pipeline.ts";
import { TurnRunner } from "../turns/turn-runner.ts";
import type { ModelEvents, StoredMessage } from "./model-events.ts";
import { learnClient, type ModelLearn } from "./model-learn.ts";
import { LeaseGone, type ModelLeases } from "./model-leases.ts";
import type { ModelRedis } from "./model-redis.ts";
import { redisClient } from "./redis-client.ts";
import type { Actor, Scheduler } from "./scheduler.ts";

const MAX_DELIVERED = 4;
const MAX_TURN = 5;
const REPLAYS = 1;

/** What all processors of a world share. */
export interface Stores {
  redis: ModelRedis;
  learn: ModelLearn;
  events: ModelEvents;
  leases: ModelLeases;
}

export interface ProcessorOptions {
  actor: Actor;
  scheduler: Scheduler;
  stores: Stores;
  random: Random;
  /** Takes a part of the free partitions now and then, in place of all or nothing. */
  shares: boolean;
  /** Claims partitions before it knows where LEARN stands: to see that this is noticed. */
  claimsFirst: boolean;
  /** Lets go of values that are not written yet: to see that this is noticed. */
  forgetsEarly: boolean;
  /** Told of what ends its work; a surprise is a bug. */
  onFailure: (error: unknown) => void;
  log: Logger;
}

/** What is in memory while partitions are held. */
interface Held {
  tokens: ReadonlyMap<number, number>;
  state: ProcessorState;
  figures: Figures;
  pipeline: TurnPipeline;
  merge: LogMerge<Delivered>;
}

type Delivered = FeedMessage & { partition: number };

/**
 * A processor of the simulation: leases and deliveries are the model's, and everything between a
 * message's delivery and its acknowledgement is the code that runs live.
 */
export class SimulatedProcessor {
  readonly #options: ProcessorOptions;

  constructor(options: ProcessorOptions) {
    this.#options = options;
  }

  /** Holds partitions and applies their events, until its actor is no more. */
  async run(): Promise<void> {
    const { actor, stores, onFailure } = this.#options;
    while (actor.isAlive) {
      const tokens = await this.#takeLeases();
      try {
        const held = await this.#open(tokens);
        await this.#work(held);
      } catch (error) {
        onFailure(error);
      }
      await this.#call("leases", () => stores.leases.release(tokens)).catch(onFailure);
    }
  }

  /** Turn after turn, until something fails. What is on its way is waited for, and fails first. */
  async #work(held: Held): Promise<never> {
    try {
      for (;;) await this.#turn(held);
    } finally {
      await held.pipeline.drain();
    }
  }

  #call<T>(store: keyof Stores, run: () => T, isReady?: () => boolean): Promise<T> {
    const { scheduler, actor } = this.#options;
    return scheduler.call({ actor, store, ...(isReady && { isReady }) }, run);
  }

  async #takeLeases(): Promise<Map<number, number>> {
    const { stores, actor, random, shares } = this.#options;
    const { leases, events } = stores;
    const all = events.partitions().length;
    // What an earlier try has taken without hearing of it runs out.
    const isReady = () => leases.free(actor.name).length >= (shares ? 1 : all);
    for (;;) {
      try {
        return await this.#call(
          "leases",
          () => {
            leases.expireOf(actor.name);
            const free = leases.free();
            const wanted = shares && random.below(2) === 0 ? 1 + random.below(free.length) : all;
            return leases.take(actor.name, free.slice(0, wanted));
          },
          isReady,
        );
      } catch (error) {
        this.#options.onFailure(error);
      }
    }
  }

  async #open(tokens: ReadonlyMap<number, number>): Promise<Held> {
    const { stores, actor, log, shares } = this.#options;
    const redis = redisClient(stores.redis, (run) => this.#call("redis", run));
    const learn = learnClient(stores.learn, (run) => this.#call("learn", run));
    const partitions = new Set(tokens.keys());
    const publisher = new LearnPublisher(learn);
    const { claimsFirst } = this.#options;
    // As live: where LEARN stands is read before the claim. Who is stopped between the two, the
    // other way round, reads what a newer holder has published, and publishes old values onto it.
    if (!claimsFirst) await publisher.add(partitions);
    const fence = await PartitionFence.claim({ redis, tokens });
    const state = new ProcessorState();
    const reader = new StateReader({ redis, state });
    const home = Math.min(...partitions);
    const figures = new Figures();
    const learners = new Learners({
      ...{ reader, log, home, partitions },
      database: undefined,
    });
    await reader.readHubs([...partitions]);
    if (claimsFirst) await publisher.add(partitions);
    const runner = new TurnRunner({
      ...{ client: learn.client, fence, publisher, state, reader, learners, tokens, figures },
      categories: { ensure: async () => {}, categoriesOf: (_, itemId) => [`of-${itemId}`] },
      switches: { ensure: async () => {}, isOn: () => true },
      checkpointer: { note: () => {} },
      announcer: undefined,
      plan: new ReplayPlan(REPLAYS),
    });
    const pipeline = new TurnPipeline(runner, {
      confirm: async () => {},
      isOverfull: () => false,
    });
    const watermarks = fence.watermarks();
    await this.#call("events", () => stores.events.open(actor.name, watermarks));
    const merge = new LogMerge<Delivered>(watermarks, { isLoose: shares });
    return { tokens, state, figures, pipeline, merge };
  }

  /** As live: while more is here already the next turn may begin before this one is written. */
  async #turn({ tokens, state, figures, pipeline, merge }: Held): Promise<void> {
    const { stores, actor, random, forgetsEarly } = this.#options;
    const messages = await this.#take(tokens, merge);
    const of = { messages, queued: merge.queued, attempts: new Map(), stages: figures.stages };
    for (const turn of cutTurns(of)) {
      await pipeline.push(turn, () =>
        this.#call("events", () => {
          for (const { seq, partition } of turn.messages) {
            stores.events.acknowledge(actor.name, partition, seq);
          }
        }),
      );
    }
    if (merge.queued > 0 && random.below(3) > 0) {
      if (forgetsEarly) state.leave(new Set());
      return;
    }
    await pipeline.drain();
    // Memory is what Redis has: what leaves is read again.
    if (random.below(2) === 0) state.leave(new Set());
  }

  /** The next messages in order; what is missing before them is asked for, as by the feed. */
  async #take(
    tokens: ReadonlyMap<number, number>,
    merge: LogMerge<Delivered>,
  ): Promise<Delivered[]> {
    const { stores, random } = this.#options;
    const partitions = new Set(tokens.keys());
    for (;;) {
      const messages = merge.take(1 + random.below(MAX_TURN));
      if (messages.length > 0) return messages;
      if (merge.first !== undefined) {
        const from = merge.next;
        const next = await this.#call("events", () => stores.events.firstOf(partitions, from));
        if (next === undefined || next.seq >= merge.first) {
          merge.skipTo(merge.first);
          continue;
        }
      }
      for (const message of await this.#deliver(tokens)) {
        merge.put(message.partition, asDelivered(message));
      }
    }
  }

  /** Waits for messages, or for the loss of a lease. @throws LeaseGone */
  #deliver(tokens: ReadonlyMap<number, number>): Promise<StoredMessage[]> {
    const { stores, actor, random } = this.#options;
    const { events, leases } = stores;
    return this.#call(
      "events",
      () => {
        const ready = events.deliverable(actor.name);
        const partition = ready[random.below(Math.max(1, ready.length))];
        if (partition === undefined) throw new LeaseGone("partitions have come or gone");
        return events.deliver(partition, 1 + random.below(MAX_DELIVERED));
      },
      () =>
        events.deliverable(actor.name).length > 0 ||
        // An older holder's order came late and made the consumers anew: nothing comes any more.
        !events.isReadBy(actor.name, tokens.keys()) ||
        !leases.isHeld(tokens) ||
        leases.free().length > 0,
    );
  }
}

function asDelivered({ seq, partition, subject, data }: StoredMessage) {
  return { seq, partition, subject, data, timestampNanos: 0, ack: () => {} };
}
