import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";
import type { Query } from "@slipstream/algorithms/engine/query";

/**
 * What orders candidates. The blend is one; a trained model takes its place by doing the same.
 * `contributions` explains a row: how much of its score each source that proposes it brought.
 */
export interface Ranker {
  readonly name: string;
  readonly version: string;
  /** Names of the columns that it reads, in order: `rankColumns`. */
  readonly features: readonly string[];
  /** It has learnt what a session makes of an item: nobody need bend its scores to the session. */
  readonly knowsSession: boolean;
  /** One score per row, higher is better. */
  score(table: FeatureTable, query: Query): Float64Array | Promise<Float64Array>;
  contributions(
    table: FeatureTable,
    query: Query,
    row: number,
  ): { source: string; score: number }[];
}
