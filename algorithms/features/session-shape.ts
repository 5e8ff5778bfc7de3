import type { FeatureGroup } from "../engine/feature-group.ts";
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
  readonly #values = new Float32Array(5);

  begin({ recent, recentAt, earlier }: Query): void {
    const distinct = new Set(recent).size;
    this.#values[0] = recent.length;
    this.#values[1] = recent.length > 0 ? distinct / recent.length : 1;
    this.#values[2] = recent.length > 1 ? (recentAt[0]! - recentAt[1]!) / 1000 : Number.NaN;
    this.#values[3] = recent.filter((row) => row === recent[0]).length;
    this.#values[4] = earlier.length;
  }

  write(_query: Query, _row: number, values: Float32Array, at: number): void {
    values.set(this.#values, at);
  }
}
