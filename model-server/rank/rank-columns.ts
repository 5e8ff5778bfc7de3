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

/** The engine's table with the blend's scores as its last column: what rankers read and SERVED logs. */
export function withBlend({ rows, values }: FeatureTable, scores: Float64Array): FeatureTable {
  const width = rankColumns.length;
  const engineWidth = width - 1;
  const wider = new Float32Array(rows.length * width);
  for (let at = 0; at < rows.length; at++) {
    wider.set(values.subarray(at * engineWidth, (at + 1) * engineWidth), at * width);
    wider[at * width + engineWidth] = scores[at]!;
  }
  return { names: rankColumns, rows, values: wider };
}
