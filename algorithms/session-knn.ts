import type { Candidate } from "./candidate.ts";
import { topCandidates, trustIn } from "./candidate.ts";

export interface SessionKnnSettings {
  /** Most recent sessions per query that may be neighbours, m. */
  sampleSize: number;
  /** Nearest sessions whose items are proposed, k. */
  neighbours: number;
  /** Recent items that a query reads. */
  queryLength: number;
  /** What one more step back in the query leaves of an item's say. */
  queryDecay: number;
  /** Sessions kept in the ring. */
  maxSessions: number;
  /** Neighbour sessions that make a candidate believed by half. */
  trustHalf: number;
  /** Distinct items kept per session; later ones are not added. */
  maxSessionItems: number;
}

export const vmisKnn: SessionKnnSettings = {
  sampleSize: 1000,
  neighbours: 500,
  queryLength: 10,
  queryDecay: 0.8,
  maxSessions: 200_000,
  trustHalf: 5,
  maxSessionItems: 50,
};

interface StoredSession {
  /** Empty once it is forgotten. */
  id: string;
  /** Number of the session, growing: recency. */
  serial: number;
  items: number[];
}

interface Match {
  session: StoredSession;
  similarity: number;
  /** Gap of the newest query item that the session has. */
  firstGap: number;
}

/**
 * VMIS-kNN (Kersbergen, Sprangers & Schelter, "Serenade", SIGMOD 2022), incremental. A query's
 * items at gap g (0 the newest, repeats once) vote q^g for the sessions that have them, among the
 * m sessions that began last; of the k most similar (ties: the later), each session proposes its
 * items: s_j = Σ_n sim(n) · q^(gap of the newest shared item) · idf(j), idf(j) = ln(N / n_j).
 * The published linear position weight turns negative after ten items; q^g does not.
 */
export class SessionKnn {
  readonly #settings: SessionKnnSettings;
  readonly #rows = new Map<string, number>();
  readonly #ids: string[] = [];
  /** Per item: serials of the sessions that have it, in order of arrival, at most m in use. */
  readonly #postings: number[][] = [];
  /** Per item: sessions in the ring that have it. */
  readonly #frequencies: number[] = [];
  readonly #ring: StoredSession[] = [];
  readonly #bySession = new Map<string, StoredSession>();
  #nextSerial = 0;

  constructor(settings: SessionKnnSettings = vmisKnn) {
    this.#settings = settings;
  }

  /** Sessions kept. */
  get size(): number {
    return this.#bySession.size;
  }

  /** Adds an item to a session; a new session pushes the oldest out of a full ring. */
  observe({ sessionId, itemId }: { sessionId: string; itemId: string }): void {
    const session = this.#bySession.get(sessionId) ?? this.#begin(sessionId);
    const row = this.#ensure(itemId);
    if (session.items.length >= this.#settings.maxSessionItems || session.items.includes(row))
      return;
    session.items.push(row);
    this.#frequencies[row] = this.#frequencies[row]! + 1;
    const posting = this.#postings[row]!;
    posting.push(session.serial);
    if (posting.length >= 2 * this.#settings.sampleSize) {
      this.#postings[row] = posting.sort((a, b) => a - b).slice(-this.#settings.sampleSize);
    }
  }

  /** Drops a session: deletion. Its place in the ring stays empty until its turn comes. */
  forget(sessionId: string): void {
    const session = this.#bySession.get(sessionId);
    if (session === undefined) return;
    this.#bySession.delete(sessionId);
    for (const row of session.items) this.#frequencies[row] = this.#frequencies[row]! - 1;
    session.items.length = 0;
    session.id = "";
  }

  /**
   * The best `k` items after these recent items, newest first. `sessionId`: the session that asks,
   * which is no neighbour of itself. Recent items may be among the answer.
   */
  query(recentItems: readonly string[], k: number, sessionId?: string): Candidate[] {
    const scores = new Map<number, number>();
    for (const match of this.#nearest(recentItems, sessionId)) {
      const weight = match.similarity * this.#settings.queryDecay ** match.firstGap;
      for (const row of match.session.items) scores.set(row, (scores.get(row) ?? 0) + weight);
    }
    return topCandidates(this.#candidates(scores), k);
  }

  *#candidates(scores: ReadonlyMap<number, number>): IterableIterator<Candidate> {
    for (const [row, score] of scores) {
      const idf = Math.log(this.#bySession.size / this.#frequencies[row]!);
      yield {
        itemId: this.#ids[row]!,
        score: score * idf,
        trust: trustIn(score, this.#settings.trustHalf),
      };
    }
  }

  #nearest(recentItems: readonly string[], sessionId: string | undefined): Match[] {
    const { queryLength, queryDecay, sampleSize, neighbours } = this.#settings;
    const matches = new Map<number, Match>();
    const seen = new Set<number>();
    recentItems.slice(0, queryLength).forEach((itemId, gap) => {
      const row = this.#rows.get(itemId);
      if (row === undefined || seen.has(row)) return;
      seen.add(row);
      for (const serial of this.#postings[row]!) {
        const session = this.#ring[serial % this.#settings.maxSessions]!;
        if (session.serial !== serial || session.id === sessionId) continue;
        const match = matches.get(serial);
        if (match === undefined) {
          matches.set(serial, { session, similarity: queryDecay ** gap, firstGap: gap });
        } else {
          match.similarity += queryDecay ** gap;
        }
      }
    });
    const recency = (left: Match, right: Match) => right.session.serial - left.session.serial;
    const sample = [...matches.values()].sort(recency).slice(0, sampleSize);
    return sample
      .sort((left, right) => right.similarity - left.similarity || recency(left, right))
      .slice(0, neighbours);
  }

  #begin(sessionId: string): StoredSession {
    const session: StoredSession = { id: sessionId, serial: this.#nextSerial++, items: [] };
    const slot = session.serial % this.#settings.maxSessions;
    const oldest = this.#ring[slot];
    if (oldest !== undefined) {
      this.#bySession.delete(oldest.id);
      for (const row of oldest.items) this.#frequencies[row] = this.#frequencies[row]! - 1;
    }
    this.#ring[slot] = session;
    this.#bySession.set(sessionId, session);
    return session;
  }

  #ensure(itemId: string): number {
    const known = this.#rows.get(itemId);
    if (known !== undefined) return known;
    const row = this.#ids.length;
    this.#rows.set(itemId, row);
    this.#ids.push(itemId);
    this.#postings.push([]);
    this.#frequencies.push(0);
    return row;
  }
}
