import { type Reference, referenceOf } from "@slipstream/algorithms/drift/reference";
import { SCORE_COLUMN } from "@slipstream/contracts/model-reports";
import type { ServedMessage } from "@slipstream/contracts/served";
import { rankedRows } from "../drift/ranked-rows.ts";
import { tellsApart } from "../drift/tells-apart.ts";
import { rankColumns } from "../rank/rank-columns.ts";

/**
 * Distributions of what was served lately, as the new ranker reads and scores it: people ask at other
 * moments than each of their steps, at which a replay asks. A column that the answers say nothing of
 * (a batch model that did not serve) keeps the replay's. Of too few answers all are the replay's.
 */
export function servedReferences(options: {
  served: readonly ServedMessage[];
  replayed: Readonly<Record<string, Reference>>;
  /** Scores of rows of `rankColumns`. */
  score: (values: Float32Array) => ArrayLike<number>;
}): Record<string, Reference> {
  const { served, replayed, score } = options;
  const ranked = rankedRows(served);
  if (ranked === undefined || ranked.rows.length === 0) return { ...replayed };
  const { rows, values } = ranked;
  const references: Record<string, Reference> = {};
  for (const [column, name] of rankColumns.entries()) {
    const own = referenceOf(Float64Array.from(rows, (row) => row[column]!));
    const past = replayed[name];
    references[name] = past === undefined || tellsApart(own) ? own : past;
  }
  references[SCORE_COLUMN] = referenceOf(score(values));
  return references;
}
