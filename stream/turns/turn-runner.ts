import { setImmediate } from "node:timers/promises";
import type { JetStreamClient } from "@nats-io/jetstream";
import type { Announcer } from "../announce/announcer.ts";
import type { CategoryView } from "../catalogue/category-view.ts";
import type { Poison } from "../consumer/decode.ts";
import type { Figures } from "../figures.ts";
import type { Checkpointer } from "../learning/checkpointer.ts";
import type { Learners } from "../learning/learners.ts";
import type { ReplayPlan } from "../learning/replay-plan.ts";
import { applyEvent } from "../processor/apply-event.ts";
import type { LoggedEvent } from "../processor/logged-event.ts";
import type { ProcessorState, ShopView } from "../processor/processor-state.ts";
import { TurnWrites } from "../processor/turn-writes.ts";
import { publishDeadLetter } from "../publish/dead-letters.ts";
import {
  type LearnMessage,
  type LearnPublisher,
  learnMessages,
} from "../publish/learn-publisher.ts";
import type { PartitionFence } from "../redis/partition-fence.ts";
import type { StateReader } from "../redis/state-reader.ts";
import { type LearnerWrites, type TurnCommands, turnCommands } from "../redis/turn-commands.ts";
import type { SwitchView } from "../switches/switch-view.ts";
import type { Tracing } from "../tracing/tracing.ts";
import { ApplyError } from "./failed-attempts.ts";
import type { TurnTimes } from "./stage-times.ts";

/**
 * Computing lets timers and sockets have their turn after this long: leases want renewal, and what
 * is published of the turn in front of this one wants to be committed.
 */
const MAX_BLOCKED_MS = 10;

/** What a turn needs, and no more: a rebuild and the simulation bring parts of their own. */
export interface TurnParts {
  client: Pick<JetStreamClient, "publish" | "jetstreamManager">;
  fence: Pick<PartitionFence, "commit">;
  publisher: Pick<LearnPublisher, "publish">;
  state: ProcessorState;
  reader: StateReader;
  learners: Learners;
  categories: Pick<CategoryView, "ensure" | "categoriesOf">;
  switches: Pick<SwitchView, "ensure" | "isOn">;
  checkpointer: Pick<Checkpointer, "note">;
  announcer: Pick<Announcer, "push"> | undefined;
  plan: ReplayPlan;
  figures: Figures;
  tracing?: Tracing | undefined;
  /** The fencing tokens of the partitions that are held; they change between turns. */
  tokens: ReadonlyMap<number, number>;
}

/** What a turn applies. */
export interface TurnInput {
  /** In log order. */
  events: readonly LoggedEvent[];
  poisons: readonly Poison[];
  /** Age of the oldest, in milliseconds. */
  lagMs: number;
  /** Events that wait behind these. */
  queued: number;
  /** A rebuild: nobody waits for what happened long ago. */
  quiet?: boolean;
  /** Of the stages that are behind it. */
  times?: TurnTimes;
}

/** A turn that is computed. Until it is written memory is ahead of Redis. */
export interface ComputedTurn {
  input: TurnInput;
  times: TurnTimes;
  learn: readonly LearnMessage[];
  redis: TurnCommands;
  learners: readonly LearnerWrites[];
  /** The new watermark of each partition of it. */
  reached: ReadonlyMap<number, number>;
  /** Events whose sessions are waited for. */
  live: readonly LoggedEvent[];
}

/**
 * One turn: read what is needed, compute in log order; then publish LEARN, write all of Redis at
 * once. When anything fails nothing of the turn is in Redis, and this object's memory is void.
 */
export class TurnRunner {
  readonly #parts: TurnParts;
  readonly #view: ShopView;

  constructor(parts: TurnParts) {
    this.#parts = parts;
    this.#view = {
      learning: (shop) => parts.learners.of(shop),
      categoriesOf: (shop, itemId) => parts.categories.categoriesOf(shop, itemId),
    };
  }

  /** Applies events: one turn from its beginning to its end. */
  async apply(turn: TurnInput): Promise<void> {
    await this.write(await this.compute(turn));
    this.prune();
  }

  /**
   * Reads what a turn needs and applies its events to memory, where the turn before may be one that
   * is not written yet: what that changed is there, and is not read.
   */
  async compute(input: TurnInput): Promise<ComputedTurn> {
    const { events, poisons } = input;
    const parts = this.#parts;
    const times = input.times ?? parts.figures.stages.ofTurn();
    const startedAtMs = performance.now();
    const needed = await parts.reader.readFor(events, ({ visitors }) =>
      parts.learners.reads(visitors),
    );
    await parts.categories.ensure(needed.visitors.keys());
    await parts.switches.ensure(needed.visitors.keys());
    await parts.learners.ensure(needed.visitors);
    const readAtMs = times.end("read", startedAtMs);
    const replays = parts.plan.replays(input);
    const isFrozen = (shop: string) => !parts.switches.isOn(shop, "learning");
    parts.learners.begin({ replays, events: events.length, isFrozen });
    const { writes, live } = await this.#apply(events, replays);
    const learners = parts.learners.all().map((learner) => learner.takeWrites());
    const reached = reachedBy(events, poisons);
    // Both copy the learners' views: nothing may be learnt before.
    const learn = learnMessages({
      steps: writes.steps.values(),
      factors: factorBatches(learners),
      lastSequence: Math.max(...reached.values()),
      tokens: parts.tokens,
    });
    const redis = turnCommands({ state: parts.state, writes, learners });
    times.end("compute", readAtMs);
    return { input, times, learn, redis, learners, reached, live };
  }

  /** Publishes a turn on LEARN and commits it, after which it is told; the one before is committed. */
  async write(turn: ComputedTurn): Promise<void> {
    const parts = this.#parts;
    const { input, times, learn, redis: writes, reached } = turn;
    const startedAtMs = performance.now();
    const [reachedLearn] = await Promise.all([
      parts.publisher.publish(learn),
      ...input.poisons.map((poison) => publishDeadLetter(parts.client, poison)),
    ]);
    const publishedAtMs = times.end("publish", startedAtMs);
    await parts.fence.commit({ writes, reached });
    times.end("commit", publishedAtMs);
    this.#note(turn);
    if (!input.quiet) this.#announceAll(turn, reachedLearn);
  }

  /** Lets go of what was not used for long: only while nothing is computed that is not written. */
  prune(): void {
    this.#parts.reader.prune();
    this.#parts.learners.prune();
  }

  async #apply(
    events: readonly LoggedEvent[],
    replays: number,
  ): Promise<{ writes: TurnWrites; live: LoggedEvent[] }> {
    const { state, figures, plan } = this.#parts;
    const writes = new TurnWrites();
    const live: LoggedEvent[] = [];
    let startedAtMs = performance.now();
    for (const logged of events) {
      if (performance.now() - startedAtMs > MAX_BLOCKED_MS) {
        await setImmediate();
        startedAtMs = performance.now();
      }
      try {
        const applied = applyEvent({ state, writes, view: this.#view, logged });
        if (applied.outcome === "duplicate") figures.duplicatesDropped++;
        for (const why of applied.skipped) {
          if (why === "return_without_purchase") figures.returnsSkipped++;
          else figures.ratingsSkipped++;
        }
        if (!applied.changed) continue;
        plan.note(replays);
        if (logged.event.live) live.push(logged);
      } catch (error) {
        throw new ApplyError(logged.sequence, error);
      }
    }
    return { writes, live };
  }

  #note({ input, learners: written, learn }: ComputedTurn): void {
    const { figures, plan, learners, checkpointer } = this.#parts;
    for (const { partition } of input.events) figures.noteApplied(partition);
    figures.deadLetters += input.poisons.length;
    figures.learnMessages += learn.length;
    figures.turns++;
    figures.shedShare = plan.shedShare;
    figures.quarantined = learners.all().reduce((sum, { quarantined }) => sum + quarantined, 0);
    for (const { shop, home, records, absorbed } of written) {
      const itemIds = records.map((record) => record.itemId);
      checkpointer.note({ shop, home }, itemIds, absorbed);
    }
  }

  #announceAll(
    { input, live, times }: ComputedTurn,
    reachedLearn: ReadonlyMap<string, number>,
  ): void {
    const { learners, tracing } = this.#parts;
    const traces = tracing?.noteTurn(input.events, times.stages);
    for (const each of live) {
      const traceparent = traces?.get(each.event.id);
      this.#announce(each, learnSequenceOf(each, learners.home, reachedLearn), traceparent);
    }
  }

  #announce({ event }: LoggedEvent, learnSequence: number, traceparent?: string): void {
    const { shop, visitorId, sessionId, id, receivedAt } = event;
    if (!this.#parts.switches.isOn(shop, "live_rails")) return;
    const itemId = event.itemId ?? event.lines?.[0]?.itemId;
    const about = itemId === undefined ? {} : { itemId };
    const who = { shop, visitorId, sessionId, eventId: id };
    const traced = traceparent === undefined ? {} : { traceparent };
    this.#parts.announcer?.push({ ...who, ...about, ...traced, receivedAt, learnSequence });
  }
}

/** The factors of a shop go out under its learner's home, whichever partitions moved them. */
function factorBatches(learners: readonly LearnerWrites[]) {
  return learners
    .filter(({ records }) => records.length > 0)
    .map(({ shop, home, spaceId, records, absorbed }) => {
      return { shop, partition: home, spaceId, records, absorbed };
    });
}

/** What a view must have read to know an event: its steps, and what was learnt in its turn. */
function learnSequenceOf(
  { event, partition }: LoggedEvent,
  home: number,
  reached: ReadonlyMap<string, number>,
): number {
  const batches = [partition, home].map((each) => reached.get(`${event.shop}/${each}`) ?? 0);
  return Math.max(...batches);
}

/** The new watermark of each partition of a turn. */
function reachedBy(
  events: readonly LoggedEvent[],
  poisons: readonly Poison[],
): Map<number, number> {
  const reached = new Map<number, number>();
  for (const { partition, sequence } of [...events, ...poisons]) {
    reached.set(partition, Math.max(sequence, reached.get(partition) ?? 0));
  }
  return reached;
}
