import type { Candidates } from "../engine/candidates.ts";
import type { FeatureGroup } from "../engine/feature-group.ts";
import type { Columns } from "../engine/feature-table.ts";
import type { Query } from "../engine/query.ts";
import type { CoVisitation } from "../sources/co-visitation.ts";

/** Last items of a session that are each looked at by itself. */
const LAST = 3;
/** Columns of each. */
const PER_ITEM = 3;

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

  constructor(next: CoVisitation, near: CoVisitation) {
    this.#next = next;
    this.#near = near;
  }

  write({ recent }: Query, candidates: Candidates, values: Float32Array, columns: Columns): void {
    const { width } = columns;
    for (let gap = 0; gap < LAST; gap++) {
      const from = columns.from + gap * PER_ITEM;
      const last = recent[gap] ?? -1;
      if (last >= 0) this.#writeLast(last, candidates, values, { from, width });
      else fillUnknown(values, candidates.rows.length, { from, width });
    }
  }

  /** Its neighbours are walked, as few candidates are among them: zeros say what the others are. */
  #writeLast(
    last: number,
    candidates: Candidates,
    values: Float32Array,
    { from, width }: Columns,
  ): void {
    const [next, near] = [this.#next, this.#near];
    const shrunk = near.weightOf(last) + 1;
    next.forEachPair(last, (row, weight) => {
      const place = candidates.placeOf(row);
      if (place < 0) return;
      const at = from + place * width;
      values[at] = weight / shrunk;
      values[at + 1] = next.pairWeight(row, last) / (near.weightOf(row) + 1);
    });
    near.forEachPair(last, (row, weight) => {
      const place = candidates.placeOf(row);
      if (place < 0) return;
      values[from + place * width + 2] = weight / Math.sqrt(shrunk * (near.weightOf(row) + 1));
    });
    if (!next.isCut(last)) return;
    const { rows } = candidates;
    for (let place = 0, at = from; place < rows.length; place++, at += width) {
      const row = rows[place]!;
      values[at + 1] = next.pairWeight(row, last) / (near.weightOf(row) + 1);
    }
  }
}

/** The session is shorter: nothing is known. */
function fillUnknown(values: Float32Array, count: number, { from, width }: Columns): void {
  for (let at = from; at < from + count * width; at += width) {
    values.fill(Number.NaN, at, at + PER_ITEM);
  }
}
