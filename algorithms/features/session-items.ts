import type { Candidates } from "../engine/candidates.ts";
import type { FeatureGroup } from "../engine/feature-group.ts";
import type { Columns } from "../engine/feature-table.ts";
import type { Query } from "../engine/query.ts";

/** Whether and when, before the last visit, the visitor had this very item. */
export class SessionItems implements FeatureGroup {
  readonly names = [
    "item.session_count",
    "item.session_gap",
    "item.seconds_before_last",
    "item.earlier_gap",
  ];

  write(query: Query, candidates: Candidates, values: Float32Array, columns: Columns): void {
    const { from, width } = columns;
    const { recent, recentAt, earlier } = query;
    const end = from + candidates.rows.length * width;
    for (let at = from; at < end; at += width) values.fill(Number.NaN, at + 1, at + 4);
    // Oldest first, here and below, so that the newest place stays.
    for (let gap = recent.length - 1; gap >= 0; gap--) {
      const place = candidates.placeOf(recent[gap]!);
      if (place < 0) continue;
      const at = from + place * width;
      values[at] = values[at]! + 1;
      values[at + 1] = gap;
      values[at + 2] = (recentAt[0]! - recentAt[gap]!) / 1000;
    }
    for (let gap = earlier.length - 1; gap >= 0; gap--) {
      const place = candidates.placeOf(earlier[gap]!);
      if (place >= 0) values[from + place * width + 3] = gap;
    }
  }
}
