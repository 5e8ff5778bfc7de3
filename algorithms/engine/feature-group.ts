import type { Interaction, Query } from "./query.ts";

/** Some features that belong together: what they learn, and how they are read for a candidate. */
export interface FeatureGroup {
  readonly names: readonly string[];
  /** Learns one event; `before` is the visitor's state just before it. */
  observe?(event: Interaction, before: Query): void;
  /** Called once per query, before `write`. */
  begin?(query: Query): void;
  /** Writes the values of one candidate to `values[at]` and on, in the order of `names`. */
  write(query: Query, row: number, values: Float32Array, at: number): void;
}
