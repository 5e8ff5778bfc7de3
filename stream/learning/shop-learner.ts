import {
  type ComponentMessage,
  SharedFactors,
} from "@slipstream/algorithms/components/shared-factors";
import { MAX_HISTORY } from "@slipstream/algorithms/history-query";
import { pessimisticRank } from "@slipstream/algorithms/metrics/rank";
import { MAX_NEGATIVES, type OnlineFactorization } from "@slipstream/algorithms/online-mf";
import { randomFrom } from "@slipstream/algorithms/random";
import { ReplayReservoir } from "@slipstream/algorithms/replay-reservoir";
import { eventWeights } from "@slipstream/contracts/event-types";
import type { FactorRecord } from "@slipstream/contracts/factors";
import { FACTOR_DIMENSIONS } from "@slipstream/contracts/limits";
import { stableHash } from "@slipstream/contracts/partition";
import type { Learning, Positive } from "../processor/processor-state.ts";
import type { LearnerWrites } from "../redis/turn-commands.ts";
import { Prequential } from "./prequential.ts";
import { decodeReplayEntry, encodeReplayEntry } from "./replay-entry.ts";
import { UserFactors } from "./user-factors.ts";

/** The space of the online factors; a new anchor would be a new one. */
export const FACTOR_SPACE = 1;
/** Positives that replays are drawn from. */
export const RESERVOIR_CAPACITY = 4_096;
/** One event in this many is predicted before it is learnt. */
const PREDICT_ONE_IN = 8;

/** How a turn may learn. */
export interface TurnPlan {
  replays: number;
  /** Predictions that the turn may make for the live figures. */
  predictions: number;
  /** Events up to this sequence were learnt before the state was lost: they are not learnt again. */
  learntUpTo: number;
  /** Learning is switched off: nothing moves, examples are kept for later. */
  frozen: boolean;
}

const aloneAtHome = { home: 0, isHeld: () => true };

/**
 * Learns one shop's item and visitor factors, event by event in log order. Randomness is seeded by
 * the event's sequence, so the same log gives the same factors bit by bit, however it is cut into
 * turns. With others that learn the same shop, what it keeps and tells of an item is its component,
 * and it learns on the sum of all (SharedFactors).
 */
export class ShopLearner implements Learning {
  readonly shop: string;
  readonly spaceId = FACTOR_SPACE;
  readonly users = new UserFactors(FACTOR_DIMENSIONS);
  readonly prequential = new Prequential();
  readonly #seed: number;
  readonly #factors: SharedFactors;
  #reservoir = new ReplayReservoir(RESERVOIR_CAPACITY);
  #added: string[] = [];
  /** Homes whose reservoirs have come into this one, until that is written. */
  #emptied: number[] = [];
  #plan: TurnPlan = { replays: 0, predictions: 0, learntUpTo: 0, frozen: false };
  #quarantined = 0;
  #republish = false;
  #learntUpTo: number | undefined;
  #scores = new Float64Array(0);

  /** `home`: whose components it writes; `isHeld`: who is not to be followed, since we hold it. */
  constructor(
    shop: string,
    { home, isHeld }: { home: number; isHeld: (home: number) => boolean } = aloneAtHome,
  ) {
    this.shop = shop;
    this.#seed = stableHash(shop);
    this.#factors = new SharedFactors({ dims: FACTOR_DIMENSIONS, home, isHeld });
  }

  get home(): number {
    return this.#factors.home;
  }

  /** Examples refused since the start, because they were not finite. */
  get quarantined(): number {
    return this.#quarantined;
  }

  get items(): number {
    return this.#model.size;
  }

  /** Starts a turn, on what others have told until now. */
  begin(plan: TurnPlan): void {
    this.#plan = { ...plan };
    this.#factors.merge();
  }

  /** Takes what another learner of the shop has told; it counts from the next turn on. */
  receive(message: ComponentMessage): void {
    this.#factors.receive(message);
  }

  learn(positive: Positive): void {
    const { sequence, line, visitorId, itemId, weight, occurredAt } = positive;
    const history = positive.history.slice(0, MAX_HISTORY);
    const observation = { itemId, history, weight, occurredAt };
    const random = randomFrom([this.#seed, sequence, line]);
    this.#model.ensure(itemId);
    if (this.#plan.predictions > 0 && sequence % PREDICT_ONE_IN === 0) {
      this.#plan.predictions--;
      this.prequential.predict(observation, this.#rankOf(visitorId, history, itemId));
    }
    if (sequence > this.#plan.learntUpTo && !this.#plan.frozen) {
      const own = { userFactor: this.users.change(visitorId), history, itemId, weight };
      this.#teach({ ...own, negatives: MAX_NEGATIVES, random, occurredAt });
      for (let count = 0; count < this.#plan.replays; count++) {
        const entry = this.#reservoir.draw(random);
        if (entry === undefined) break;
        this.#teach({
          userFactor: this.users.change(entry.visitorId),
          history: entry.history,
          itemId: entry.itemId,
          weight: eventWeights.view,
          negatives: MAX_NEGATIVES,
          random,
          occurredAt,
          replay: true,
        });
      }
    }
    const entry = { visitorId, itemId, history };
    this.#reservoir.add(entry);
    this.#added.push(encodeReplayEntry(entry));
    this.prequential.observe(observation);
  }

  inputOf(itemId: string): Float32Array | undefined {
    return this.#model.inputOf(itemId);
  }

  /** Its component of an item, as views; undefined for one that it never learnt. */
  recordOf(itemId: string): FactorRecord | undefined {
    return this.#factors.ownOf(itemId);
  }

  /** What changed since the last call; the vectors are views, to be encoded before more is learnt. */
  takeWrites(): LearnerWrites {
    const { records, absorbed, removed } = this.#republish
      ? this.#factors.takeAllOwn()
      : this.#factors.takeOwn();
    this.#republish = false;
    const reservoir = { added: this.#added, emptied: this.#emptied };
    this.#added = [];
    this.#emptied = [];
    const learntUpTo = this.#learntUpTo;
    this.#learntUpTo = undefined;
    return {
      shop: this.shop,
      home: this.home,
      spaceId: this.spaceId,
      records,
      absorbed,
      removed,
      userFactors: this.users.takeDirty(),
      reservoir: reservoir.added,
      emptiedReservoirs: reservoir.emptied,
      reservoirCapacity: RESERVOIR_CAPACITY,
      learntUpTo,
    };
  }

  /** Puts its own components and examples as they were left: first of all. */
  restore(from: { records: Iterable<FactorRecord>; reservoir: readonly string[] }): void {
    this.#factors.restore(from.records);
    this.#reservoir = ReplayReservoir.from(
      RESERVOIR_CAPACITY,
      from.reservoir.map(decodeReplayEntry),
    );
  }

  /** Puts what the store has of another home, in place of what is known of it. Between turns. */
  load(home: number, records: Iterable<FactorRecord>): void {
    this.#factors.load(home, records);
  }

  /** Takes the examples that a home which is gone has left. */
  adoptReservoir(home: number, entries: readonly string[]): void {
    for (const entry of entries) this.#reservoir.add(decodeReplayEntry(entry));
    this.#added.push(...entries);
    this.#emptied.push(home);
  }

  /** Begins with a checkpoint, since Redis has nothing; the first turn writes and publishes all. */
  startFrom(checkpoint: { eventSequence: number; records: Iterable<FactorRecord> }): void {
    this.#factors.restore(checkpoint.records);
    this.#republish = true;
    this.#learntUpTo = checkpoint.eventSequence;
  }

  /** Puts its components back to a good checkpoint; the next turn writes and publishes all. */
  rollBack(records: Iterable<FactorRecord>): void {
    this.#factors.rollBack(records);
    this.#republish = true;
    this.prequential.restart();
  }

  /**
   * Between turns: erases visitors; answers how many examples went, and all that are left, encoded,
   * which are to be written.
   */
  forget(visitorIds: ReadonlySet<string>): { removed: number; reservoir: string[] } {
    const before = this.#reservoir.size;
    for (const visitorId of visitorIds) {
      this.users.forget(visitorId);
      this.#reservoir.forget(visitorId);
    }
    const reservoir = [...this.#reservoir.entries()].map(encodeReplayEntry);
    this.#added = [];
    return { removed: before - reservoir.length, reservoir };
  }

  /**
   * Lets go of visitors whose events another processor learns from now on; answers the examples that
   * are left, encoded, or undefined when none went. What lies under the partitions' own keys is
   * theirs from now on.
   */
  leave(
    partitions: ReadonlySet<number>,
    isGone: (visitorId: string) => boolean,
  ): string[] | undefined {
    this.#emptied = this.#emptied.filter((home) => !partitions.has(home));
    this.users.leave(isGone);
    const left = [...this.#reservoir.entries()].filter(({ visitorId }) => !isGone(visitorId));
    if (left.length === this.#reservoir.size) return undefined;
    this.#reservoir = ReplayReservoir.from(RESERVOIR_CAPACITY, left);
    this.#added = [];
    return left.map(encodeReplayEntry);
  }

  /** Visitors that replays may ask for. */
  replayVisitors(): Set<string> {
    const visitors = new Set<string>();
    for (const entry of this.#reservoir.entries()) visitors.add(entry.visitorId);
    return visitors;
  }

  get #model(): OnlineFactorization {
    return this.#factors.model;
  }

  #teach(example: Parameters<OnlineFactorization["learn"]>[0]): void {
    const outcome = this.#model.learn(example);
    if (outcome.kind === "quarantined") this.#quarantined++;
  }

  #rankOf(visitorId: string, history: readonly string[], itemId: string): number {
    const rows = this.#model.rowCount;
    if (this.#scores.length < rows) this.#scores = new Float64Array(2 * rows);
    const scores = this.#scores.subarray(0, rows);
    this.#model.aim(this.users.change(visitorId), history);
    this.#model.scoreAimed(scores);
    return pessimisticRank(scores, this.#model.factorOf(itemId)?.index ?? -1);
  }
}
