import type { FeatureGroup } from "../engine/feature-group.ts";
import type { Columns } from "../engine/feature-table.ts";
import type { Query } from "../engine/query.ts";
import { RowScores } from "../engine/row-scores.ts";
import type { CoVisitation } from "../sources/co-visitation.ts";

/** Last items of a session that are each looked at by itself. */
const LAST = 3;
/** Columns of each. */
const PER_ITEM = 3;

/** What one of the last items says of all others, read once per query. */
interface LastItem {
  /** Weight of its events. */
  weight: number;
  /** Weight by which others came after it, and with it. */
  readonly next: RowScores;
  readonly near: RowScores;
}

/**
 * How often a candidate came with each of the last items, as shares of that item's events and of the
 * candidate's own: forward from next-item counts, in any order from symmetric ones.
 */
export class LastItems implements FeatureGroup {
  readonly names = Array.from({ length: LAST }, (_, gap) => [
    `last_${gap}.next_share`,
    `last_${gap}.before_share`,
    `last_${gap}.near_lift`,
  ]).flat();
  readonly #next: CoVisitation;
  readonly #near: CoVisitation;
  readonly #lasts = Array.from({ length: LAST }, (): LastItem => {
    return { weight: 0, next: new RowScores(), near: new RowScores() };
  });
  /** The last items, −1 where the session is shorter, and how often each came after a candidate. */
  readonly #rows = new Int32Array(LAST);
  readonly #before = new Float64Array(LAST);

  constructor(next: CoVisitation, near: CoVisitation) {
    this.#next = next;
    this.#near = near;
  }

  write(query: Query, rows: Int32Array, values: Float32Array, { from, width }: Columns): void {
    this.#read(query);
    for (let place = 0, at = from; place < rows.length; place++, at += width) {
      const row = rows[place]!;
      const own = this.#near.weightOf(row);
      this.#next.pairWeights(row, this.#rows, this.#before);
      for (let gap = 0, to = at; gap < LAST; gap++, to += PER_ITEM) {
        const { weight, next, near } = this.#lasts[gap]!;
        const isThere = this.#rows[gap]! >= 0;
        values[to] = isThere ? next.get(row) / (weight + 1) : Number.NaN;
        values[to + 1] = isThere ? this.#before[gap]! / (own + 1) : Number.NaN;
        const lift = near.get(row) / Math.sqrt((weight + 1) * (own + 1));
        values[to + 2] = isThere ? lift : Number.NaN;
      }
    }
  }

  #read({ recent }: Query): void {
    this.#lasts.forEach((last, gap) => {
      const row = recent[gap] ?? -1;
      this.#rows[gap] = row;
      if (row < 0) return;
      last.weight = this.#near.weightOf(row);
      this.#next.readPairs(row, last.next);
      this.#near.readPairs(row, last.near);
    });
  }
}
