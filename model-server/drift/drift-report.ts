import { kolmogorovSmirnov } from "@slipstream/algorithms/drift/kolmogorov-smirnov";
import { populationStability } from "@slipstream/algorithms/drift/psi";
import { binCounts, type Reference } from "@slipstream/algorithms/drift/reference";
import {
  type ColumnDrift,
  type DriftReport,
  SCORE_COLUMN,
} from "@slipstream/contracts/model-reports";
import { type ServedMessage, sampledRows } from "@slipstream/contracts/served";
import { rankColumns } from "../rank/rank-columns.ts";
import type { Ranker } from "../rank/ranker.ts";

/** Answers below which a window says nothing. */
const MIN_ANSWERS = 200;

/** A window of what was served, by whom, and how his training window was. */
export interface DriftWindow {
  version: string;
  ranker: Ranker;
  references: Readonly<Record<string, Reference>>;
  messages: readonly ServedMessage[];
}

/**
 * How far what a ranker read and said lately is from its training window, column by column; undefined
 * where it ranked too few of the answers. Scores are taken anew from the logged columns: what is
 * logged beside them has had rules and variety at it.
 */
export async function driftReport(window: DriftWindow): Promise<DriftReport | undefined> {
  const { version, ranker, references } = window;
  const messages = window.messages.filter(
    ({ modelVersion, features }) =>
      modelVersion === version && features.length === rankColumns.length,
  );
  if (messages.length < MIN_ANSWERS) return undefined;
  // What was only filled in or pinned was not ranked: its features are all 0.
  const rows = messages.flatMap((message) =>
    sampledRows(message)
      .map(({ values }) => values)
      .filter((values) => values.some((value) => value !== 0)),
  );
  const table = tableOf(rows);
  const scores = await ranker.score(table, noQuery);
  const columns = rankColumns.map((feature, column) =>
    columnDrift(
      feature,
      references[feature],
      Float64Array.from(rows, (row) => row[column]!),
    ),
  );
  columns.push(columnDrift(SCORE_COLUMN, references[SCORE_COLUMN], scores));
  const times = messages.map(({ servedAt }) => servedAt);
  return {
    version,
    from: times.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY),
    to: times.reduce((most, each) => Math.max(most, each), 0),
    answers: messages.length,
    rows: rows.length,
    columns: columns
      .filter((column) => column !== undefined)
      .sort((left, right) => right.psi - left.psi),
  };
}

/** Trained rankers read columns alone. */
const noQuery = { recent: [], recentAt: [], earlier: [], now: 0, session: -1 };

function tableOf(rows: readonly Float32Array[]) {
  const width = rankColumns.length;
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    values.set(row, at * width);
  });
  return { names: rankColumns, rows: new Int32Array(rows.length), values };
}

/** A column that was the same or missing in all of the training is read by no tree. */
function tellsApart({ quantiles, shares }: Reference): boolean {
  if (quantiles.length === 0) return false;
  return quantiles[0] !== quantiles.at(-1) || (shares.at(-1) ?? 0) > 0;
}

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
