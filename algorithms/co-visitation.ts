import type { Candidate } from "./candidate.ts";
import { topCandidates, trustIn } from "./candidate.ts";
import { PairCounts } from "./pair-counts.ts";

export interface CoVisitationSettings {
  /** Earlier items that an event is paired with, L. */
  historyLength: number;
  /** What one more step between two items leaves of a pair's weight, d. */
  gapDecay: number;
  /** Weight of the pair read backwards, from the new item to the earlier one. */
  back: number;
  /** Recent items that a query reads. */
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

/** One positive event with what the visitor did before it. */
export interface CoVisitationEvent {
  /** Items before this one, newest first. */
  visitorHistory: readonly string[];
  itemId: string;
  weight: number;
  /** Number of the event in the shop's order of events: what decays. May step back a little. */
  eventIndex: number;
}

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
export class CoVisitation {
  readonly #settings: CoVisitationSettings;
  readonly #rows = new Map<string, number>();
  readonly #ids: string[] = [];
  readonly #neighbours: PairCounts[] = [];
  #counts = new Float64Array(1024);
  /** Event that counts 1; undefined before the first. */
  #landmark: number | undefined;
  #latest = 0;

  constructor(settings: CoVisitationSettings) {
    this.#settings = settings;
  }

  /** Items known. */
  get size(): number {
    return this.#ids.length;
  }

  /** Weight of an item's events, n, as it is by now; 0 for an unknown one. */
  weightOf(itemId: string): number {
    const row = this.#rows.get(itemId);
    return row === undefined ? 0 : this.#counts[row]! / this.#growthAt(this.#latest);
  }

  /** Learns one event. Weights that are not above 0 teach nothing. */
  observe(event: CoVisitationEvent): void {
    const { historyLength, gapDecay, back } = this.#settings;
    if (!(event.weight > 0) || !Number.isFinite(event.weight)) return;
    const growth = event.weight * this.#growthAt(event.eventIndex);
    const row = this.#ensure(event.itemId);
    this.#counts[row] = this.#counts[row]! + growth;
    let amount = growth;
    for (let gap = 0; gap < Math.min(historyLength, event.visitorHistory.length); gap++) {
      const earlier = this.#ensure(event.visitorHistory[gap]!);
      this.#addPair(earlier, row, amount);
      if (back > 0 && earlier !== row) this.#addPair(row, earlier, amount * back);
      amount *= gapDecay;
    }
  }

  /**
   * The best `k` items for a visitor whose recent items, newest first, are these; the recent items
   * themselves may be among them. Without known items the answer is empty. Trust grows with the
   * visits behind a candidate, Σ_h q^g · C[h][j].
   */
  query(recentItems: readonly string[], k: number): Candidate[] {
    const { queryLength, queryDecay, alpha, shrink } = this.#settings;
    const scores = new Map<number, number>();
    const visits = new Map<number, number>();
    const scale = this.#growthAt(this.#latest);
    let say = 1;
    for (let gap = 0; gap < Math.min(queryLength, recentItems.length); gap++) {
      const row = this.#rows.get(recentItems[gap]!);
      if (row !== undefined) {
        const factor = say / scale / (this.#counts[row]! / scale + shrink) ** alpha;
        this.#neighbours[row]!.forEach((other, value) => {
          scores.set(other, (scores.get(other) ?? 0) + factor * value);
          visits.set(other, (visits.get(other) ?? 0) + (say / scale) * value);
        });
      }
      say *= queryDecay;
    }
    return topCandidates(this.#candidates({ scores, visits, scale }), k);
  }

  *#candidates(options: {
    scores: ReadonlyMap<number, number>;
    visits: ReadonlyMap<number, number>;
    scale: number;
  }): IterableIterator<Candidate> {
    const { scores, visits, scale } = options;
    const { beta, shrink, trustHalf } = this.#settings;
    for (const [row, score] of scores) {
      const damping = (this.#counts[row]! / scale + shrink) ** beta;
      const trust = trustIn(visits.get(row)!, trustHalf);
      yield { itemId: this.#ids[row]!, score: score / damping, trust };
    }
  }

  #ensure(itemId: string): number {
    const known = this.#rows.get(itemId);
    if (known !== undefined) return known;
    const row = this.#ids.length;
    this.#rows.set(itemId, row);
    this.#ids.push(itemId);
    this.#neighbours.push(new PairCounts());
    if (row >= this.#counts.length) {
      const counts = new Float64Array(2 * this.#counts.length);
      counts.set(this.#counts);
      this.#counts = counts;
    }
    return row;
  }

  #addPair(from: number, to: number, amount: number): void {
    const { maxNeighbours } = this.#settings;
    const list = this.#neighbours[from]!;
    list.add(to, amount);
    if (list.size > maxNeighbours * PRUNE_SLACK) list.keepLargest(maxNeighbours);
  }

  /** 2^((index − landmark) / half-life); moves the landmark, rescaling all, before it overflows. */
  #growthAt(eventIndex: number): number {
    const { halfLifeEvents } = this.#settings;
    const landmark = this.#landmark ?? eventIndex;
    this.#landmark = landmark;
    this.#latest = Math.max(this.#latest, eventIndex);
    if (eventIndex - landmark > RESCALE_HALF_LIVES * halfLifeEvents) {
      const factor = 2 ** ((landmark - eventIndex) / halfLifeEvents);
      this.#landmark = eventIndex;
      for (let row = 0; row < this.#ids.length; row++) {
        this.#counts[row] = this.#counts[row]! * factor;
        this.#neighbours[row]!.scale(factor);
      }
    }
    return 2 ** ((eventIndex - this.#landmark) / halfLifeEvents);
  }
}
