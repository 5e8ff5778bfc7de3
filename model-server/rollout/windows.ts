/** The chance that a model that is as good is ever taken back by one guardrail, however long it stays. */
const ALPHA = 0.01;
const MINUTE_MS = 60_000;
export const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
/**
 * A champion is looked at in windows of these lengths. One that was good for a week would hide what
 * it has become in a minute; a shop of few visits knows nothing within minutes.
 */
const CHAMPION_SCALES_MS = [WEEK_MS, 24 * 60 * MINUTE_MS, 5 * MINUTE_MS] as const;

/** A part of a model's time in a stage that is looked at for itself. */
export interface Window {
  fromMs: number;
  /** The chance that is left for it of taking back what is as good. */
  alpha: number;
}

/**
 * The present window of one length, counted from `sinceMs`. Windows follow each other and do not
 * overlap, and the n-th spends alpha / (n·(n + 1)): all that ever come spend alpha together. Within
 * one, a confidence sequence may be looked at all the time. (A window that slides is a new sequence at
 * each look, and what it spends has no bound.)
 */
function windowOf(options: {
  sinceMs: number;
  nowMs: number;
  lengthMs: number;
  alpha: number;
}): Window {
  const { nowMs, lengthMs, alpha } = options;
  // Figures are kept by the minute.
  const sinceMs = Math.floor(options.sinceMs / MINUTE_MS) * MINUTE_MS;
  const past = Math.max(0, Math.floor((nowMs - sinceMs) / lengthMs));
  return { fromMs: sinceMs + past * lengthMs, alpha: alpha / ((past + 1) * (past + 2)) };
}

/** Of a champion since it was crowned: its present week, its day and its five minutes. */
export function championWindows(times: { sinceMs: number; nowMs: number }): Window[] {
  const alpha = ALPHA / CHAMPION_SCALES_MS.length;
  return CHAMPION_SCALES_MS.map((lengthMs) => windowOf({ ...times, lengthMs, alpha }));
}

/** Of a canary since it has its share, which is one of so many: its present week. */
export function canaryWindow(times: { sinceMs: number; nowMs: number; shares: number }): Window {
  return windowOf({ ...times, lengthMs: WEEK_MS, alpha: ALPHA / times.shares });
}
