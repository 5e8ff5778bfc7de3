import type { FeatureGroup } from "../engine/feature-group.ts";
import type { Columns } from "../engine/feature-table.ts";
import type { Query } from "../engine/query.ts";
import { RowScores } from "../engine/row-scores.ts";

/** Whether and when, before the last visit, the visitor had this very item. */
export class SessionItems implements FeatureGroup {
  readonly names = [
    "item.session_count",
    "item.session_gap",
    "item.seconds_before_last",
    "item.earlier_gap",
  ];
  /** By row: visits of the session, the newest one's place, and the place among earlier items. */
  readonly #counts = new RowScores();
  readonly #gaps = new RowScores();
  readonly #earlier = new RowScores();

  write(query: Query, rows: Int32Array, values: Float32Array, { from, width }: Columns): void {
    this.#read(query);
    const { recentAt } = query;
    for (let place = 0, at = from; place < rows.length; place++, at += width) {
      const row = rows[place]!;
      const gap = this.#gaps.read(row);
      values[at] = this.#counts.get(row);
      values[at + 1] = gap;
      values[at + 2] = Number.isNaN(gap) ? gap : (recentAt[0]! - recentAt[gap]!) / 1000;
      values[at + 3] = this.#earlier.read(row);
    }
  }

  /** Oldest first, so that the newest place stays. */
  #read({ recent, earlier }: Query): void {
    this.#counts.clear();
    this.#gaps.clear();
    this.#earlier.clear();
    for (let gap = recent.length - 1; gap >= 0; gap--) {
      this.#counts.add(recent[gap]!, 1);
      this.#gaps.set(recent[gap]!, gap);
    }
    for (let gap = earlier.length - 1; gap >= 0; gap--) this.#earlier.set(earlier[gap]!, gap);
  }
}
