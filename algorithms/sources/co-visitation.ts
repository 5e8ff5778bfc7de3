import { grownFloats } from "../engine/grown.ts";
import type { Interaction, Query } from "../engine/query.ts";
import type { RowScores } from "../engine/row-scores.ts";
import type { Source } from "../engine/source.ts";
import { PairLists } from "../pair-lists.ts";
import { trustIn } from "../trust.ts";

export interface CoVisitationSettings {
  /** Earlier items that an event is paired with, L. */
  historyLength: number;
  /** What one more step between two items leaves of a pair's weight, d. */
  gapDecay: number;
  /** Weight of the pair read backwards, from the new item to the earlier one. */
  back: number;
  /** Items that a query reads. */
  queryLength: number;
  /** What one more step back in the query leaves of an item's say, q. */
  queryDecay: number;
  /** Exponents that damp popular items: of the query's item, and of the candidate. */
  alpha: number;
  beta: number;
  /** Added to counts before damping, sh. */
  shrink: number;
  /** Events after which a pair counts half. */
  halfLifeEvents: number;
  /** Weight of visits that makes a pair believed by half. */
  trustHalf: number;
  /** Neighbours kept per item; the smallest go. */
  maxNeighbours: number;
}

/** Symmetric co-visitation as measured best on shop clicks. */
export const symmetricCoVisitation: CoVisitationSettings = {
  historyLength: 20,
  gapDecay: 0.8,
  back: 1,
  queryLength: 20,
  queryDecay: 0.7,
  alpha: 0.7,
  beta: 0.2,
  shrink: 1,
  halfLifeEvents: 20_000,
  trustHalf: 5,
  maxNeighbours: 500,
};

/** Long memories and long sessions: as measured best where people come back to a taste, as in films. */
export const wideCoVisitation: CoVisitationSettings = {
  historyLength: 50,
  gapDecay: 0.95,
  back: 1,
  queryLength: 50,
  queryDecay: 0.85,
  alpha: 0.5,
  beta: 0.3,
  shrink: 5,
  halfLifeEvents: 500_000,
  trustHalf: 5,
  maxNeighbours: 800,
};

/** The next-item variant: mostly forward, short memory. */
export const nextItemCoVisitation: CoVisitationSettings = {
  ...symmetricCoVisitation,
  historyLength: 5,
  gapDecay: 0.6,
  back: 0.2,
  queryLength: 3,
  queryDecay: 0.5,
  beta: 0.1,
};

/** From items of earlier sessions: a long memory, in which order says little. */
export const earlierCoVisitation: CoVisitationSettings = {
  ...nextItemCoVisitation,
  historyLength: 30,
  gapDecay: 0.95,
  back: 1,
  queryLength: 30,
  queryDecay: 0.95,
  halfLifeEvents: 200_000,
};

/** Half-lives between rescalings; 2^500 stays far inside a double. */
const RESCALE_HALF_LIVES = 500;
/** A list is pruned when it is this much over its limit, so that pruning is rare. */
const PRUNE_SLACK = 1.25;

/**
 * Items visited by the same visitor near each other. On event i, for the last L items h at gap g
 * (0 the newest): C[h][i] += w·d^g, C[i][h] += w·back·d^g, and n_i += w. A query scores
 * s_j = Σ_h q^g · C[h][j] / ((n_h + sh)^α (n_j + sh)^β). All counts decay by half every
 * `halfLifeEvents` events, by forward decay: new events count 2^(index / half-life) more.
 */
export class CoVisitation implements Source {
  readonly name: string;
  readonly #settings: CoVisitationSettings;
  readonly #pastOf: (query: Query) => readonly number[];
  /** Of each item, the weight by which others came with it. */
  readonly #neighbours = new PairLists();
  #counts = new Float64Array(1024);
  #events = 0;
  #landmark = 0;
  /** What the latest event counts, 2^((events − landmark) / half-life). */
  #growth = 1;
  #heaviest = 0;

  /** `pastOf`: the items of a visitor that events are paired with and queries read, newest first. */
  constructor(
    name: string,
    settings: CoVisitationSettings,
    pastOf: (query: Query) => readonly number[] = ({ seeds, recent }) => seeds ?? recent,
  ) {
    this.name = name;
    this.#settings = settings;
    this.#pastOf = pastOf;
  }

  /** Weight of an item's events as it is by now, n; 0 for an unknown one. */
  weightOf(row: number): number {
    return (this.#counts[row] ?? 0) / this.#growth;
  }

  /** The largest weight of any item as it is by now. */
  get heaviest(): number {
    return this.#heaviest / this.#growth;
  }

  /** Weight by which `to` came with `from`, as it is by now. */
  pairWeight(from: number, to: number): number {
    return this.#neighbours.get(from, to) / this.#growth;
  }

  /**
   * Whether neighbours of an item may have been dropped. Where not, an item that is not among them has
   * not got it among its own either: pairs are counted both ways.
   */
  isCut(row: number): boolean {
    const { back, maxNeighbours } = this.#settings;
    return back === 0 || this.#neighbours.sizeOf(row) >= maxNeighbours;
  }

  /** Calls back with the weight by which each other item came with one. */
  forEachPair(from: number, visit: (to: number, weight: number) => void): void {
    const growth = this.#growth;
    this.#neighbours.forEach(from, (to, value) => visit(to, value / growth));
  }

  /** What one item of the past, as the newest, would give a candidate. */
  partOf(seed: number, row: number): number {
    const { alpha, beta, shrink } = this.#settings;
    const seedDamping = (this.weightOf(seed) + shrink) ** alpha;
    return this.pairWeight(seed, row) / (seedDamping * (this.weightOf(row) + shrink) ** beta);
  }

  observe({ row, weight }: Interaction, before: Query): void {
    const { historyLength, gapDecay, back } = this.#settings;
    this.#grow();
    let amount = weight * this.#growth;
    this.#counts = grownFloats(this.#counts, row + 1);
    this.#counts[row] = this.#counts[row]! + amount;
    this.#heaviest = Math.max(this.#heaviest, this.#counts[row]!);
    const past = this.#pastOf(before);
    for (let gap = 0; gap < Math.min(historyLength, past.length); gap++) {
      const earlier = past[gap]!;
      this.#addPair(earlier, row, amount);
      if (back > 0 && earlier !== row) this.#addPair(row, earlier, amount * back);
      amount *= gapDecay;
    }
  }

  score(query: Query, scores: RowScores): void {
    const { queryLength, queryDecay, alpha, beta, shrink } = this.#settings;
    const growth = this.#growth;
    const past = this.#pastOf(query);
    let say = 1 / growth;
    for (let gap = 0; gap < Math.min(queryLength, past.length); gap++) {
      const row = past[gap]!;
      if (this.#neighbours.sizeOf(row) > 0) {
        const factor = say / (this.#counts[row]! / growth + shrink) ** alpha;
        this.#neighbours.forEach(row, (other, value) => {
          scores.add(other, factor * value);
        });
      }
      say *= queryDecay;
    }
    scores.scale((row) => (this.#counts[row]! / growth + shrink) ** -beta);
  }

  /** Grows with the visits behind a candidate, Σ_h q^g · C[h][j]. */
  trustOf(query: Query, row: number): number {
    const { queryLength, queryDecay, trustHalf } = this.#settings;
    const past = this.#pastOf(query);
    let say = 1;
    let visits = 0;
    for (let gap = 0; gap < Math.min(queryLength, past.length); gap++) {
      visits += say * this.pairWeight(past[gap]!, row);
      say *= queryDecay;
    }
    return trustIn(visits, trustHalf);
  }

  #addPair(from: number, to: number, amount: number): void {
    const { maxNeighbours } = this.#settings;
    this.#counts = grownFloats(this.#counts, from + 1);
    this.#neighbours.add(from, to, amount);
    if (this.#neighbours.sizeOf(from) <= maxNeighbours * PRUNE_SLACK) return;
    this.#neighbours.keepLargest(from, maxNeighbours);
  }

  /** One more event; moves the landmark, rescaling all, before growth overflows. */
  #grow(): void {
    const { halfLifeEvents } = this.#settings;
    this.#events++;
    if (this.#events - this.#landmark > RESCALE_HALF_LIVES * halfLifeEvents) this.#rescale();
    this.#growth = 2 ** ((this.#events - this.#landmark) / halfLifeEvents);
  }

  #rescale(): void {
    const factor = 2 ** ((this.#landmark - this.#events) / this.#settings.halfLifeEvents);
    this.#landmark = this.#events;
    this.#heaviest *= factor;
    for (let row = 0; row < this.#counts.length; row++) {
      this.#counts[row] = this.#counts[row]! * factor;
    }
    this.#neighbours.scale(factor);
  }
}
