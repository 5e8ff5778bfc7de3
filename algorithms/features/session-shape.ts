import type { Candidates } from "../engine/candidates.ts";
import type { FeatureGroup } from "../engine/feature-group.ts";
import type { Columns } from "../engine/feature-table.ts";
import type { Query } from "../engine/query.ts";

/**
 * What kind of session asks: the same for every candidate, for other features to be read by. Times
 * are between visits: how long the last one is past is another thing when a rail is asked for at once
 * than when a log tells of the next visit.
 */
export class SessionShape implements FeatureGroup {
  readonly names = [
    "session.length",
    "session.distinct_share",
    "session.last_step_seconds",
    "session.last_repeats",
    "visitor.earlier_items",
  ];

  write(query: Query, { rows }: Candidates, values: Float32Array, { from, width }: Columns): void {
    const { recent, recentAt, earlier } = query;
    const distinctShare = recent.length > 0 ? new Set(recent).size / recent.length : 1;
    const lastStep = recent.length > 1 ? (recentAt[0]! - recentAt[1]!) / 1000 : Number.NaN;
    const lastRepeats = recent.filter((row) => row === recent[0]).length;
    for (let at = from; at < from + rows.length * width; at += width) {
      values[at] = recent.length;
      values[at + 1] = distinctShare;
      values[at + 2] = lastStep;
      values[at + 3] = lastRepeats;
      values[at + 4] = earlier.length;
    }
  }
}
