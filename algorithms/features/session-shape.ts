import type { FeatureGroup } from "../engine/feature-group.ts";
import type { Query } from "../engine/query.ts";

/** What kind of session asks: the same for every candidate, for other features to be read by. */
export class SessionShape implements FeatureGroup {
  readonly names = [
    "session.length",
    "session.distinct_share",
    "session.seconds_since_last",
    "session.last_repeats",
    "visitor.earlier_items",
  ];
  readonly #values = new Float32Array(5);

  begin({ recent, recentAt, earlier, now }: Query): void {
    const distinct = new Set(recent).size;
    this.#values[0] = recent.length;
    this.#values[1] = recent.length > 0 ? distinct / recent.length : 1;
    this.#values[2] = recent.length > 0 ? (now - recentAt[0]!) / 1000 : Number.NaN;
    this.#values[3] = recent.filter((row) => row === recent[0]).length;
    this.#values[4] = earlier.length;
  }

  write(_query: Query, _row: number, values: Float32Array, at: number): void {
    values.set(this.#values, at);
  }
}
