import { kolmogorovSmirnov } from "@slipstream/algorithms/drift/kolmogorov-smirnov";
import { populationStability } from "@slipstream/algorithms/drift/psi";
import { binCounts, type Reference } from "@slipstream/algorithms/drift/reference";
import {
  type ColumnDrift,
  type DriftReport,
  SCORE_COLUMN,
} from "@slipstream/contracts/model-reports";
import type { ServedMessage } from "@slipstream/contracts/served";
import { rankColumns } from "../rank/rank-columns.ts";
import type { Ranker } from "../rank/ranker.ts";
import { rankedRows } from "./ranked-rows.ts";
import { tellsApart } from "./tells-apart.ts";

/** A window of what a ranker served, and how its training window was. */
export interface DriftWindow {
  version: string;
  ranker: Ranker;
  references: Readonly<Record<string, Reference>>;
  messages: readonly ServedMessage[];
}

/**
 * How far what a ranker read and said lately is from its training window, column by column; undefined
 * of too few answers. Scores are taken anew from the logged columns: what is
 * logged beside them has had rules and variety at it.
 */
export async function driftReport(window: DriftWindow): Promise<DriftReport | undefined> {
  const { version, ranker, references, messages } = window;
  const ranked = rankedRows(messages);
  if (ranked === undefined) return undefined;
  const { answers, rows, values } = ranked;
  const table = { names: rankColumns, rows: new Int32Array(rows.length), values };
  const scores = await ranker.score(table, noQuery);
  const columns = rankColumns.map((feature, column) =>
    columnDrift(
      feature,
      references[feature],
      Float64Array.from(rows, (row) => row[column]!),
    ),
  );
  columns.push(columnDrift(SCORE_COLUMN, references[SCORE_COLUMN], scores));
  const times = answers.map(({ servedAt }) => servedAt);
  return {
    version,
    from: times.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY),
    to: times.reduce((most, each) => Math.max(most, each), 0),
    answers: answers.length,
    rows: rows.length,
    columns: columns
      .filter((column) => column !== undefined)
      .sort((left, right) => right.psi - left.psi),
  };
}

/** Trained rankers read columns alone. */
const noQuery = { recent: [], recentAt: [], earlier: [], now: 0, session: -1 };

function columnDrift(
  feature: string,
  reference: Reference | undefined,
  values: Float64Array,
): ColumnDrift | undefined {
  if (reference === undefined || !tellsApart(reference)) return undefined;
  const counts = binCounts(reference.edges, values);
  return {
    feature,
    psi: populationStability(reference, values),
    ks: kolmogorovSmirnov(reference, values),
    edges: reference.edges,
    expected: reference.shares,
    actual: Array.from(counts, (count) => count / Math.max(1, values.length)),
  };
}
