import { type ServedMessage, sampledRows } from "@slipstream/contracts/served";
import { isOfThisBuild, rankColumns } from "../rank/rank-columns.ts";

/** Answers below which a window says nothing. */
export const MIN_ANSWERS = 200;

/** What rankers read of answers that were served. */
export interface RankedRows {
  /** Those of the window that this build can read. */
  answers: readonly ServedMessage[];
  /** In the order of `rankColumns`. */
  rows: readonly Float32Array[];
  /** The same, one after the other. */
  values: Float32Array;
}

/** The rows of a window of answers; undefined of too few. */
export function rankedRows(served: readonly ServedMessage[]): RankedRows | undefined {
  const width = rankColumns.length;
  const answers = served.filter(({ features }) => isOfThisBuild(features));
  if (answers.length < MIN_ANSWERS) return undefined;
  // What was only filled in or pinned was not ranked: its features are all 0.
  const rows = answers.flatMap((message) =>
    sampledRows(message)
      .map(({ values }) => values)
      .filter((values) => values.some((value) => value !== 0)),
  );
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    values.set(row, at * width);
  });
  return { answers, rows, values };
}
