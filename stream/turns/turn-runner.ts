import { setImmediate } from "node:timers/promises";
import type { JetStreamClient } from "@nats-io/jetstream";
import type { Announcer } from "../announce/announcer.ts";
import type { CategoryView } from "../catalogue/category-view.ts";
import { type Poison, readEvent } from "../consumer/decode.ts";
import type { FeedMessage } from "../consumer/event-feed.ts";
import type { Figures } from "../figures.ts";
import type { Checkpointer } from "../learning/checkpointer.ts";
import type { Learners } from "../learning/learners.ts";
import type { ReplayPlan } from "../learning/replay-plan.ts";
import { applyEvent } from "../processor/apply-event.ts";
import type { LoggedEvent } from "../processor/logged-event.ts";
import type { ProcessorState, ShopView } from "../processor/processor-state.ts";
import { TurnWrites } from "../processor/turn-writes.ts";
import { publishDeadLetter } from "../publish/dead-letters.ts";
import { type LearnPublisher, learnMessages } from "../publish/learn-publisher.ts";
import type { PartitionFence } from "../redis/partition-fence.ts";
import type { StateReader } from "../redis/state-reader.ts";
import { type LearnerWrites, turnCommands } from "../redis/turn-commands.ts";
import type { SwitchView } from "../switches/switch-view.ts";
import type { Tracing } from "../tracing/tracing.ts";

/**
 * One event in this many may be predicted for the live figures, and always one of a turn: a
 * prediction scores the whole catalogue, three times.
 */
const EVENTS_PER_PREDICTION = 256;
/** An event that failed this often, in place, is poison. */
const MAX_ATTEMPTS = 2;
/** Items that the events of one turn may be about before it is cut. */
const MAX_TURN_ITEMS = 2_048;
/** Computing lets timers and sockets have their turn after this long: leases want renewal. */
const MAX_BLOCKED_MS = 50;
const NANOS_PER_MS = 1_000_000;

/** An event that the processor failed on: a bug, or data that no check foresaw. */
export class ApplyError extends Error {
  override readonly name = "ApplyError";
  readonly code = "apply_failed";
  readonly sequence: number;

  constructor(sequence: number, cause: unknown) {
    super(`event ${sequence} could not be applied`, { cause });
    this.sequence = sequence;
  }
}

/** How often an event failed, and with what the last time. */
export interface FailedAttempts {
  count: number;
  error: ApplyError;
}

/** What a turn needs, and no more: a rebuild and the simulation bring parts of their own. */
export interface TurnParts {
  client: Pick<JetStreamClient, "publish">;
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
  /** Events that failed, by sequence; outlives the memory that a failure voids. */
  attempts: ReadonlyMap<number, FailedAttempts>;
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
}

/**
 * One turn: read what is needed, compute in log order, publish LEARN, write all of Redis at once.
 * When anything fails nothing of the turn is in Redis, and this object's memory is void.
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

  /**
   * Applies messages, which come in log order; `queued` more are behind them. Events with very many
   * lines make several turns, so that none holds up the renewal of leases.
   */
  async run(messages: readonly FeedMessage[], queued: number): Promise<void> {
    const { stages } = this.#parts.figures;
    const takenAtMs = performance.now();
    const storedAtMs = Number(messages[0]!.timestampNanos) / NANOS_PER_MS;
    const lagMs = performance.timeOrigin + takenAtMs - storedAtMs;
    stages.end("deliver", takenAtMs - lagMs);
    let startedAtMs = performance.now();
    let events: LoggedEvent[] = [];
    let poisons: Poison[] = [];
    let items = 0;
    for (const message of messages) {
      const read = this.#read(message);
      if (read.kind === "poison") poisons.push(read.poison);
      else {
        events.push(read.logged);
        items += 1 + (read.logged.event.lines?.length ?? 0);
      }
      if (items < MAX_TURN_ITEMS && message !== messages.at(-1)) continue;
      stages.end("decode", startedAtMs);
      await this.apply({ events, poisons, lagMs, queued });
      startedAtMs = performance.now();
      [events, poisons, items] = [[], [], 0];
    }
  }

  /** True for an event that failed so often that it is not tried again. */
  gaveUp(sequence: number): boolean {
    return (this.#parts.attempts.get(sequence)?.count ?? 0) >= MAX_ATTEMPTS;
  }

  #read(message: FeedMessage): ReturnType<typeof readEvent> {
    const read = readEvent(message);
    if (read.kind === "poison" || !this.gaveUp(message.seq)) return read;
    const { seq: sequence, subject, data: payload } = message;
    const { partition } = read.logged;
    const { message: what, stack = "" } = causeOf(this.#parts.attempts.get(sequence)?.error);
    const reason = `failed ${MAX_ATTEMPTS} times when it was applied: ${what}`;
    return { kind: "poison", poison: { reason, stack, sequence, partition, subject, payload } };
  }

  /** Applies events: one turn. */
  async apply(turn: TurnInput): Promise<void> {
    const { events, poisons } = turn;
    const parts = this.#parts;
    const { stages } = parts.figures;
    let stageAtMs = performance.now();
    const needed = await parts.reader.readFor(events, ({ visitors }) =>
      parts.learners.reads(visitors),
    );
    await parts.categories.ensure(needed.visitors.keys());
    await parts.switches.ensure(needed.visitors.keys());
    await parts.learners.ensure(needed.visitors);
    stageAtMs = stages.end("read", stageAtMs);
    const replays = parts.plan.replays(turn);
    const predictions = 1 + Math.floor(events.length / EVENTS_PER_PREDICTION);
    const isFrozen = (shop: string) => !parts.switches.isOn(shop, "learning");
    parts.learners.begin({ replays, predictions, isFrozen });
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
    const redisWrites = turnCommands({ state: parts.state, writes, learners });
    stageAtMs = stages.end("compute", stageAtMs);
    const [reachedLearn] = await Promise.all([
      parts.publisher.publish(learn),
      ...poisons.map((poison) => publishDeadLetter(parts.client, poison)),
    ]);
    stageAtMs = stages.end("publish", stageAtMs);
    await parts.fence.commit({ writes: redisWrites, reached });
    stages.end("commit", stageAtMs);
    this.#note({ events, poisons, learners, learnMessages: learn.length });
    if (!turn.quiet) {
      const { home } = parts.learners;
      const traces = parts.tracing?.noteTurn(events, stages.turn);
      for (const each of live) {
        const traceparent = traces?.get(each.event.id);
        this.#announce(each, learnSequenceOf(each, home, reachedLearn), traceparent);
      }
    }
    parts.reader.prune();
    parts.learners.prune();
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

  #note(turn: {
    events: readonly LoggedEvent[];
    poisons: readonly Poison[];
    learners: readonly LearnerWrites[];
    learnMessages: number;
  }): void {
    const { figures, plan, learners, checkpointer } = this.#parts;
    for (const { partition } of turn.events) figures.noteApplied(partition);
    figures.deadLetters += turn.poisons.length;
    figures.learnMessages += turn.learnMessages;
    figures.turns++;
    figures.shedShare = plan.shedShare;
    figures.quarantined = learners.all().reduce((sum, { quarantined }) => sum + quarantined, 0);
    for (const { shop, home, records, absorbed } of turn.learners) {
      const itemIds = records.map((record) => record.itemId);
      checkpointer.note({ shop, home }, itemIds, absorbed);
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

/** What made an event fail. */
function causeOf(error: ApplyError | undefined): Error {
  const { cause } = error ?? {};
  return cause instanceof Error ? cause : new Error(String(cause));
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
