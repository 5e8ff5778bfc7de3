/** The candidates of one answer with their features, one row each. */
export interface FeatureTable {
  /** Names of the columns. */
  names: readonly string[];
  /** Item rows of the candidates, in order of first mention by a source. */
  rows: Int32Array;
  /** rows × names, row after row; NaN where a source has nothing to say. */
  values: Float32Array;
}

/** Some columns of a table: where the first candidate's begin, and how far on the next one's do. */
export interface Columns {
  from: number;
  width: number;
}
