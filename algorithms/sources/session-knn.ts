import { grownInts } from "../engine/grown.ts";
import type { Interaction, Query } from "../engine/query.ts";
import { RowScores } from "../engine/row-scores.ts";
import type { Source } from "../engine/source.ts";
import { trustIn } from "../trust.ts";

export interface SessionKnnSettings {
  /** Most recent sessions per query that may be neighbours, m. */
  sampleSize: number;
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
  /** Sessions kept in the ring. */
  maxSessions: number;
  /** Items kept per session; later ones are not added. */
  maxSessionItems: number;
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

/** One session of the ring. */
interface StoredSession {
  session: number;
  /** Rows in order of first visit. */
  items: number[];
}

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
  /** Per row: serials of the sessions that have it, oldest first. */
  readonly #postings: (number[] | undefined)[] = [];
  /** Per row: sessions in the ring that have it. */
  #frequencies = new Int32Array(1024);
  readonly #ring: StoredSession[] = [];
  readonly #bySession = new Map<number, number>();
  /** Similarity by age, the session that began last having age 0: of equals the later comes first. */
  readonly #similar = new RowScores();
  /** Gap of the newest shared item, by age, and its row. */
  #gaps = new Int32Array(1024);
  #shared = new Int32Array(1024);
  #nextSerial = 0;
  /** Powers of `queryDecay` and of `nearDecay`. */
  readonly #says: Float64Array;
  readonly #nears: Float64Array;

  constructor(name: string, settings: SessionKnnSettings = vmisKnn) {
    this.name = name;
    this.#settings = settings;
    this.#says = powersOf(settings.queryDecay, settings.queryLength);
    this.#nears = powersOf(settings.nearDecay, settings.maxSessionItems);
  }

  /** Sessions kept. */
  get size(): number {
    return this.#bySession.size;
  }

  /** Adds an item to its session; a new session pushes the oldest out of a full ring. */
  observe({ row }: Interaction, { session }: Query): void {
    const serial = this.#bySession.get(session) ?? this.#begin(session);
    const { items } = this.#ring[this.#placeOf(serial)]!;
    if (items.length >= this.#settings.maxSessionItems || items.includes(row)) return;
    items.push(row);
    this.#frequencies = grownInts(this.#frequencies, row + 1);
    this.#frequencies[row] = this.#frequencies[row]! + 1;
    while (this.#postings.length <= row) this.#postings.push(undefined);
    const posting = this.#postings[row];
    if (posting === undefined) {
      this.#postings[row] = [serial];
      return;
    }
    insertAscending(posting, serial);
    const { sampleSize } = this.#settings;
    if (posting.length >= 2 * sampleSize) posting.splice(0, posting.length - sampleSize);
  }

  /** Drops a session: deletion. Its place in the ring stays empty until its turn comes. */
  forget(session: number): void {
    const serial = this.#bySession.get(session);
    if (serial === undefined) return;
    this.#bySession.delete(session);
    this.#empty(this.#ring[this.#placeOf(serial)]!);
  }

  score(query: Query, scores: RowScores): void {
    const { neighbours, back } = this.#settings;
    this.#match(query);
    for (const age of this.#similar.top(neighbours)) {
      const { items } = this.#ring[this.#placeOf(this.#nextSerial - 1 - age)]!;
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
    this.#similar.clear();
    this.#gaps = grownInts(this.#gaps, this.#ring.length);
    this.#shared = grownInts(this.#shared, this.#ring.length);
    for (let gap = 0; gap < Math.min(queryLength, past.length); gap++) {
      const row = past[gap]!;
      const posting = this.#postings[row];
      if (posting === undefined || past.indexOf(row) < gap) continue;
      const first = Math.max(0, posting.length - sampleSize);
      for (let at = posting.length - 1; at >= first; at--) {
        const age = this.#nextSerial - 1 - posting[at]!;
        if (age >= maxSessions) break;
        const stored = this.#ring[this.#placeOf(posting[at]!)]!;
        if (stored.session === session || stored.session < 0) continue;
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
    return Math.log(this.#bySession.size / this.#frequencies[row]!) + IDF_FLOOR;
  }

  #begin(session: number): number {
    const serial = this.#nextSerial++;
    const place = this.#placeOf(serial);
    const oldest = this.#ring[place];
    if (oldest !== undefined) {
      this.#bySession.delete(oldest.session);
      this.#empty(oldest);
    }
    this.#ring[place] = { session, items: [] };
    this.#bySession.set(session, serial);
    return serial;
  }

  #empty(stored: StoredSession): void {
    for (const row of stored.items) this.#frequencies[row] = this.#frequencies[row]! - 1;
    stored.items.length = 0;
    stored.session = -1;
  }

  #placeOf(serial: number): number {
    return serial % this.#settings.maxSessions;
  }
}

/** What an item keeps that every session has. */
const IDF_FLOOR = 0.01;

function powersOf(base: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, power) => base ** power);
}

/** Serials come almost in order: a session may go on while later ones have begun. */
function insertAscending(serials: number[], serial: number): void {
  let at = serials.length;
  while (at > 0 && serials[at - 1]! > serial) at--;
  if (at === serials.length) serials.push(serial);
  else serials.splice(at, 0, serial);
}
