import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";
import { standardColumns } from "@slipstream/algorithms/engine/standard";

/** The column that rankers read beside the engine's: what the blend says. */
export const BLEND_COLUMN = "blend.score";

/** What every ranker reads, in order. */
export const rankColumns: readonly string[] = [...standardColumns, BLEND_COLUMN];

/** Says that a column keeps its name and means something else: raise it then. */
export const RANK_COLUMNS_VERSION = 3;

/** Whether values that were logged under these names are rows of `rankColumns`. */
export function isOfThisBuild(features: readonly string[]): boolean {
  return (
    features.length === rankColumns.length && features.every((name, at) => name === rankColumns[at])
  );
}

/**
 * The engine's table with the blend's scores as its last column: what rankers read and SERVED logs. The
 * table itself where it has room for it, else a copy.
 */
export function withBlend(table: FeatureTable, scores: Float64Array): FeatureTable {
  const wide = table.names === rankColumns ? table : widened(table);
  const width = rankColumns.length;
  for (let row = 0; row < scores.length; row++) {
    wide.values[(row + 1) * width - 1] = scores[row]!;
  }
  return wide;
}

function widened({ rows, values }: FeatureTable): FeatureTable {
  const width = rankColumns.length;
  const engineWidth = width - 1;
  const wider = new Float32Array(rows.length * width);
  for (let row = 0; row < rows.length; row++) {
    wider.set(values.subarray(row * engineWidth, (row + 1) * engineWidth), row * width);
  }
  return { names: rankColumns, rows, values: wider };
}
