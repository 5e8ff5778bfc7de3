import type { LineFault, LogRow } from "../datasets/event-log.ts";
import { readEventLog } from "../datasets/event-log.ts";
import type { DatasetFiles } from "../datasets/find.ts";
import { DatasetError } from "../datasets/find.ts";

/** Rows of an unsorted log that are sorted in memory (about 250 bytes each). */
const MAX_SORTED_ROWS = 3_000_000;
/** A log without times is read as one row a second. */
const UNTIMED_GAP_MS = 1000;

/** What a first reading of a log tells. */
export interface LogPlan {
  rows: number;
  firstMs: number;
  lastMs: number;
  /** Rows stand in time order already: the log can be streamed. */
  sorted: boolean;
  faults: LineFault[];
}

export type TimedRow = LogRow & { timestampMs: number };

/** Reads a log once, without keeping it. `keep` says which rows count. */
export async function planLog(
  dataset: DatasetFiles,
  keep: (row: LogRow) => boolean,
): Promise<LogPlan> {
  const plan: LogPlan = { rows: 0, firstMs: Infinity, lastMs: -Infinity, sorted: true, faults: [] };
  for await (const rows of timedRows(dataset, (fault) => plan.faults.push(fault))) {
    for (const row of rows) {
      if (!keep(row)) continue;
      plan.rows++;
      if (row.timestampMs < plan.lastMs) plan.sorted = false;
      plan.firstMs = Math.min(plan.firstMs, row.timestampMs);
      plan.lastMs = Math.max(plan.lastMs, row.timestampMs);
    }
  }
  return plan;
}

/** The rows in time order; those of one instant in the order of the file. */
export async function* rowsInOrder(
  dataset: DatasetFiles,
  plan: Pick<LogPlan, "sorted" | "rows">,
): AsyncGenerator<TimedRow[]> {
  if (plan.sorted) {
    yield* timedRows(dataset, () => {});
    return;
  }
  if (plan.rows > MAX_SORTED_ROWS) {
    throw new DatasetError(
      "dataset_unreadable",
      `${dataset.name} is not sorted by time and has more than ${MAX_SORTED_ROWS} rows: sort it first`,
    );
  }
  const all: TimedRow[] = [];
  for await (const rows of timedRows(dataset, () => {})) all.push(...rows);
  yield all.sort((left, right) => left.timestampMs - right.timestampMs);
}

async function* timedRows(
  dataset: DatasetFiles,
  onFault: (fault: LineFault) => void,
): AsyncGenerator<TimedRow[]> {
  let count = 0;
  for await (const rows of readEventLog(dataset, onFault)) {
    yield rows.map((row) => ({
      ...row,
      timestampMs: row.timestampMs ?? UNTIMED_GAP_MS * count++,
    }));
  }
}
