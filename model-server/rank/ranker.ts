import type { BlendRows } from "@slipstream/algorithms/blend";
import type { SourceList } from "../retrieve/retrieve.ts";
import type { SourceName } from "../retrieve/source.ts";

/** All candidates of one answer with their features, one row each. */
export interface FeatureTable {
  lists: readonly SourceList[];
  rows: BlendRows;
}

/**
 * What orders candidates. The blend is one; a trained model takes its place by doing the same.
 * `contributions` explains a row: how much of its score each source that proposes it brought.
 */
export interface Ranker {
  readonly name: string;
  readonly version: string;
  /** Names of the features, in the order of a row. */
  readonly features: readonly string[];
  featuresOf(lists: readonly SourceList[]): FeatureTable;
  /** One score per row, higher is better. */
  rank(table: FeatureTable): Float64Array;
  contributions(table: FeatureTable, row: number): { source: SourceName; score: number }[];
}
