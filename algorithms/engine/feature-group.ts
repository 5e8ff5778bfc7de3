import type { Candidates } from "./candidates.ts";
import type { Columns } from "./feature-table.ts";
import type { Interaction, Query } from "./query.ts";

/** Some features that belong together: what they learn, and how they are read for candidates. */
export interface FeatureGroup {
  readonly names: readonly string[];
  /** Learns one event; `before` is the visitor's state just before it. */
  observe?(event: Interaction, before: Query): void;
  /** Writes the values of all candidates, in the order of `names`; they come as zeros. */
  write(query: Query, candidates: Candidates, values: Float32Array, columns: Columns): void;
}
