import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";
import type { ServedMessage } from "@slipstream/contracts/served";
import { isOfThisBuild, rankColumns } from "../rank/rank-columns.ts";
import { INITIAL_VERSION } from "../rank/rankers.ts";

/** How far the chances of a draw may be from 1 together: they are logged as single floats. */
const ROUNDING = 1e-5;

/** A slot of an answer whose item was drawn, with all that it was drawn from. */
export interface LoggedDraw {
  itemId: string;
  chances: Float64Array;
  /** The place of what was drawn. */
  drawn: number;
  /** What rankers read of each. */
  table: FeatureTable;
}

/** Whether a slot of an answer was drawn. */
export function isDrawn({ rows }: ServedMessage): boolean {
  return rows.some(({ position, propensity }) => position >= 0 && propensity < 1);
}

/**
 * The draw of an answer that rankers which are compared would have had the say in; undefined where
 * nothing was drawn, nothing was known of the visitor, the columns are of another build, or the log
 * does not have all that could have been drawn.
 */
export function loggedDraw(message: ServedMessage): LoggedDraw | undefined {
  const { features, modelVersion, rows } = message;
  if (modelVersion === INITIAL_VERSION || !isOfThisBuild(features)) return undefined;
  // In an order that the draw has no say in: of a ranker's equals the first is what it chooses.
  const pool = rows
    .filter(({ propensity }) => propensity > 0 && propensity < 1)
    .sort((a, b) => b.propensity - a.propensity || (a.itemId < b.itemId ? -1 : 1));
  const shown = pool.filter(({ position }) => position >= 0);
  const together = pool.reduce((sum, { propensity }) => sum + propensity, 0);
  const [only] = shown;
  // One alone is no draw: older builds logged only what was shown.
  if (pool.length < 2 || only === undefined || shown.length > 1) return undefined;
  if (Math.abs(together - 1) > ROUNDING) return undefined;
  const width = rankColumns.length;
  const values = new Float32Array(pool.length * width);
  pool.forEach((row, at) => {
    values.set(row.values, at * width);
  });
  return {
    itemId: only.itemId,
    chances: Float64Array.from(pool, ({ propensity }) => propensity),
    drawn: pool.indexOf(only),
    table: { names: rankColumns, rows: new Int32Array(pool.length), values },
  };
}
