import type { FeatureGroup } from "../engine/feature-group.ts";
import type { Query } from "../engine/query.ts";

/** Whether and when, before the last visit, the visitor had this very item. */
export class SessionItems implements FeatureGroup {
  readonly names = [
    "item.session_count",
    "item.session_gap",
    "item.seconds_before_last",
    "item.earlier_gap",
  ];

  write({ recent, recentAt, earlier }: Query, row: number, values: Float32Array, at: number) {
    let count = 0;
    for (const item of recent) if (item === row) count++;
    const gap = count > 0 ? recent.indexOf(row) : Number.NaN;
    const before = earlier.indexOf(row);
    values[at] = count;
    values[at + 1] = gap;
    values[at + 2] = count > 0 ? (recentAt[0]! - recentAt[gap]!) / 1000 : Number.NaN;
    values[at + 3] = before < 0 ? Number.NaN : before;
  }
}
