import { grownInts } from "../engine/grown.ts";
import type { Interaction, Query } from "../engine/query.ts";
import { RowScores } from "../engine/row-scores.ts";
import type { Source } from "../engine/source.ts";
import { trustIn } from "../trust.ts";
import { SessionRing, type SessionRingSettings } from "./session-ring.ts";

export interface SessionKnnSettings extends SessionRingSettings {
  /** Nearest sessions whose items are proposed, k. */
  neighbours: number;
  /** Recent items that a query reads. */
  queryLength: number;
  /** What one more step back in the query leaves of an item's say. */
  queryDecay: number;
  /** What one more place between a neighbour's shared item and its other items leaves of theirs. */
  nearDecay: number;
  /** What is left of an item's say that the neighbour saw before the shared one. */
  back: number;
  /** Neighbours' say that makes a candidate believed by half. */
  trustHalf: number;
}

export const vmisKnn: SessionKnnSettings = {
  sampleSize: 1000,
  neighbours: 500,
  queryLength: 10,
  queryDecay: 0.8,
  nearDecay: 1,
  back: 1,
  trustHalf: 5,
  maxSessions: 200_000,
  maxSessionItems: 50,
};

/** Neighbours say most of what came near, and after, the item shared: as STAN weighs them. */
export const nearSessionKnn: SessionKnnSettings = {
  ...vmisKnn,
  queryDecay: 0.6,
  nearDecay: 0.7,
  back: 0.5,
};

/**
 * VMIS-kNN (Kersbergen, Sprangers & Schelter, "Serenade", SIGMOD 2022), incremental. A query's
 * items at gap g (0 the newest, repeats once) vote q^g for the sessions that have them, each item
 * for the m of its sessions that began last; of the k most similar (ties: the later), each session proposes its
 * items: s_j = Σ_n sim(n) · q^(gap of the newest shared item) · near(distance) · idf(j),
 * idf(j) = ln(N / n_j). The published linear position weight turns negative after ten items; q^g
 * does not. near() is the third factor of STAN (Garg et al., SIGIR 2019), 1 in VMIS.
 */
export class SessionKnn implements Source {
  readonly name: string;
  readonly #settings: SessionKnnSettings;
  readonly #ring: SessionRing;
  /** Similarity by age, the session that began last having age 0: of equals the later comes first. */
  readonly #similar = new RowScores();
  /** Gap of the newest shared item, by age, and its row. */
  #gaps = new Int32Array(1024);
  #shared = new Int32Array(1024);
  /** Powers of `queryDecay` and of `nearDecay`. */
  readonly #says: Float64Array;
  readonly #nears: Float64Array;

  /** `ring`: one that sources with the same settings of it share. */
  constructor(
    name: string,
    settings: SessionKnnSettings = vmisKnn,
    ring: SessionRing = new SessionRing(settings),
  ) {
    this.name = name;
    this.#settings = settings;
    this.#ring = ring;
    this.#says = powersOf(settings.queryDecay, settings.queryLength);
    this.#nears = powersOf(settings.nearDecay, settings.maxSessionItems);
  }

  /** Sessions kept. */
  get size(): number {
    return this.#ring.size;
  }

  observe({ row }: Interaction, { session }: Query): void {
    this.#ring.add(session, row);
  }

  forget(session: number): void {
    this.#ring.forget(session);
  }

  score(query: Query, scores: RowScores): void {
    const { neighbours, back } = this.#settings;
    this.#match(query);
    for (const age of this.#similar.top(neighbours)) {
      const items = this.#ring.itemsOf(this.#ring.newest - age);
      const weight = this.#similar.get(age) * this.#says[this.#gaps[age]!]!;
      const from = items.indexOf(this.#shared[age]!);
      for (let at = 0; at < items.length; at++) {
        const near = at < from ? back * this.#nears[from - at]! : this.#nears[at - from]!;
        scores.add(items[at]!, weight * near);
      }
    }
    scores.scale((row) => this.#rarity(row));
  }

  /** Fills `similar`, `gaps` and `shared` for the sessions that share an item with the query. */
  #match({ seeds, recent, session }: Query): void {
    const { queryLength, sampleSize, maxSessions } = this.#settings;
    const past = seeds ?? recent;
    const own = this.#ring.serialOf(session);
    const { newest } = this.#ring;
    this.#similar.clear();
    const ages = Math.min(maxSessions, newest + 1);
    this.#gaps = grownInts(this.#gaps, ages);
    this.#shared = grownInts(this.#shared, ages);
    for (let gap = 0; gap < Math.min(queryLength, past.length); gap++) {
      const row = past[gap]!;
      if (past.indexOf(row) < gap) continue;
      const posting = this.#ring.having(row);
      const first = Math.max(0, posting.length - sampleSize);
      for (let at = posting.length - 1; at >= first; at--) {
        const age = newest - posting[at]!;
        if (age >= maxSessions) break;
        if (posting[at] === own) continue;
        if (!this.#similar.has(age)) {
          this.#gaps[age] = gap;
          this.#shared[age] = row;
        }
        this.#similar.add(age, this.#says[gap]!);
      }
    }
  }

  trustOf(_query: Query, row: number, score: number): number {
    return trustIn(score / this.#rarity(row), this.#settings.trustHalf);
  }

  /** idf(j) = ln(N / n_j), and a little for what every session has. */
  #rarity(row: number): number {
    return Math.log(this.#ring.size / this.#ring.frequencyOf(row)) + IDF_FLOOR;
  }
}

/** What an item keeps that every session has. */
const IDF_FLOOR = 0.01;

function powersOf(base: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, power) => base ** power);
}
