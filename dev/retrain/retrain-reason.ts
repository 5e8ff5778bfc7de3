import { type DriftReport, SCORE_COLUMN } from "@slipstream/contracts/model-reports";

/** Above it a column has drifted, as `algorithms/drift/psi.ts` says. */
const PSI_DRIFT = 0.25;
/** Share of columns that may have drifted: some count up with the age of the log, some go with a campaign. */
const COLUMNS_SHARE = 0.25;
/** A report on the ranker that was just trained needs its time: not twice within it. */
const LEAST_PAUSE_MS = 3_600_000;

/** How things stand with a shop's models. */
export interface RetrainState {
  nowMs: number;
  /** When models were trained last, or tried to; undefined: never. */
  lastMs: number | undefined;
  everyMs: number;
  onDrift: boolean;
  /** On the ranker that serves. */
  drift: DriftReport | undefined;
}

/** Why models should be trained now, in words; undefined: they should not. */
export function retrainReason(state: RetrainState): string | undefined {
  const { nowMs, lastMs, everyMs, onDrift, drift } = state;
  if (lastMs === undefined) return "nothing was trained yet";
  const pauseMs = nowMs - lastMs;
  if (pauseMs >= everyMs) return `the last training is ${Math.round(pauseMs / 60_000)} minutes ago`;
  if (!onDrift || drift === undefined || pauseMs < LEAST_PAUSE_MS) return undefined;
  const drifted = drift.columns.filter(({ psi }) => psi > PSI_DRIFT);
  if (drifted.some(({ feature }) => feature === SCORE_COLUMN)) return "the ranker's score drifted";
  if (drifted.length <= COLUMNS_SHARE * drift.columns.length) return undefined;
  return `${drifted.length} of ${drift.columns.length} columns drifted`;
}
