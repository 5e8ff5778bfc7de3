import type { Candidates } from "./candidates.ts";
import type { Columns } from "./feature-table.ts";
import type { Query } from "./query.ts";
import { RowScores } from "./row-scores.ts";
import type { Source } from "./source.ts";

/** How far below a list's end an item stands that is not in it, in deviations. */
const ABSENCE = 0.5;
/** So many rows are walked in the time in which one is looked up far away. */
const FAR = 4;
/** Columns of one source. */
export const SOURCE_COLUMNS = ["z", "rr", "score"] as const;

/** One source's answer to a query, and the three columns that come of it. */
export class SourceFeatures {
  readonly source: Source;
  readonly #scores = new RowScores();
  #query: Query | undefined;
  #proposed = new Int32Array(0);
  /** Mean and deviation of the proposed scores, of their logarithms when all are above 0. */
  #isPositive = false;
  #mean = 0;
  #deviation = 0;
  #absent = 0;

  constructor(source: Source) {
    this.source = source;
  }

  /** Rows that it proposes, best first. Views, until the next query. */
  get proposed(): Int32Array<ArrayBuffer> {
    return this.#proposed;
  }

  propose(
    query: Query,
    limit: number,
    accepts?: (row: number) => boolean,
  ): Int32Array<ArrayBuffer> {
    this.#query = query;
    this.#scores.clear();
    this.source.score(query, this.#scores, limit);
    this.#proposed = this.#scores.top(limit, accepts);
    this.#standardise();
    return this.#proposed;
  }

  /** Has nothing to say this time: its time was up, or the placement does not ask it. */
  skip(): void {
    this.#scores.clear();
    this.#query = undefined;
    this.#proposed = new Int32Array(0);
    this.#standardise();
  }

  /** Writes the columns of a candidate that it has no score for, at `from`: absent, no rank, NaN. */
  writeUnsaid(values: Float32Array, from: number): void {
    values[from] = this.#absent;
    values[from + 2] = Number.NaN;
  }

  /**
   * Writes the columns of all candidates that it has a score for, the first candidate's at `from` and
   * each `width` further; `values` comes as `writeUnsaid` leaves every row. z: (x − mean) / deviation
   * within the proposed, x the score or its logarithm when all are above 0 (counts are heavy-tailed);
   * the lowest z less ABSENCE for an item without a score. rr: trust / rank of what is proposed.
   * score: as it is, NaN without one.
   */
  write(candidates: Candidates, values: Float32Array, columns: Columns): void {
    if (this.#query === undefined) return;
    this.#writeTouched(candidates, values, columns);
    if (this.source.scoreOf !== undefined)
      this.#writeOthers(this.#query, candidates, values, columns);
    this.#writeRanks(candidates, values, columns);
  }

  /** From the shorter side: each look-up in the other goes far away in memory. */
  #writeTouched(candidates: Candidates, values: Float32Array, { from, width }: Columns): void {
    const { rows } = candidates;
    const scores = this.#scores;
    if (scores.size > FAR * rows.length) {
      for (let place = 0, at = from; place < rows.length; place++, at += width) {
        this.#put(values, at, scores.read(rows[place]!));
      }
      return;
    }
    for (let touched = 0; touched < scores.size; touched++) {
      const place = candidates.placeOf(scores.rowAt(touched));
      if (place >= 0) this.#put(values, from + place * width, scores.valueAt(touched));
    }
  }

  /** What it did not come upon, and can score all the same. */
  #writeOthers(
    query: Query,
    { rows }: Candidates,
    values: Float32Array,
    { from, width }: Columns,
  ): void {
    for (let place = 0, at = from; place < rows.length; place++, at += width) {
      if (!Number.isNaN(values[at + 2])) continue;
      this.#put(values, at, this.source.scoreOf?.(query, rows[place]!) ?? Number.NaN);
    }
  }

  #put(values: Float32Array, at: number, score: number): void {
    if (Number.isNaN(score)) return;
    values[at] = this.#standard(score);
    values[at + 2] = score;
  }

  /** Equal scores share the mean of their ranks, so that no order of ids speaks. */
  #writeRanks(candidates: Candidates, values: Float32Array, { from, width }: Columns): void {
    const rows = this.#proposed;
    let first = 0;
    for (let next = 1; next <= rows.length; next++) {
      const isTie = next < rows.length && this.#at(next) === this.#at(first);
      if (isTie) continue;
      const rank = (first + 1 + next) / 2;
      for (let place = first; place < next; place++) {
        const at = from + candidates.placeOf(rows[place]!) * width;
        values[at + 1] = this.#trustOf(rows[place]!) / rank;
      }
      first = next;
    }
  }

  #trustOf(row: number): number {
    if (this.source.trustOf === undefined || this.#query === undefined) return 1;
    return this.source.trustOf(this.#query, row, this.#scores.get(row));
  }

  #at(place: number): number {
    return this.#scores.get(this.#proposed[place]!);
  }

  #standard(score: number): number {
    if (!(this.#deviation > 0)) return 0;
    const x = this.#isPositive ? Math.log(Math.max(score, Number.MIN_VALUE)) : score;
    return Math.max((x - this.#mean) / this.#deviation, this.#absent);
  }

  #standardise(): void {
    const count = this.#proposed.length;
    this.#isPositive = count > 0 && this.#at(count - 1) > 0;
    let sum = 0;
    let squares = 0;
    for (let place = 0; place < count; place++) {
      const score = this.#at(place);
      const x = this.#isPositive ? Math.log(score) : score;
      sum += x;
      squares += x * x;
    }
    this.#mean = count > 0 ? sum / count : 0;
    this.#deviation = count > 0 ? Math.sqrt(Math.max(0, squares / count - this.#mean ** 2)) : 0;
    this.#absent = Number.NEGATIVE_INFINITY;
    const lowest = count > 0 ? this.#standard(this.#at(count - 1)) : 0;
    this.#absent = count > 0 ? Math.min(0, lowest) - ABSENCE : 0;
  }
}
