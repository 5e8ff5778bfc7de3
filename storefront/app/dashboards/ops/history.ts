import type { OpsStatus } from "@slipstream/contracts/ops-status";

/** Samples kept for the small lines under the figures: two minutes, one a second. */
const MAX_SAMPLES = 120;

/** One moment of the loop in figures; NaN where a part did not answer. */
export interface Sample {
  /** Epoch seconds. */
  at: number;
  pending: number;
  lagSeconds: number;
  appliedPerSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** The history with one more moment; the same moment again changes nothing. */
export function addSample(history: readonly Sample[], status: OpsStatus): readonly Sample[] {
  const { stream, hubs } = status;
  const at = status.at / 1000;
  const last = history.at(-1);
  if (last !== undefined && at <= last.at) return history;
  const sample: Sample = {
    at,
    pending: stream?.totals.pending ?? Number.NaN,
    lagSeconds: stream?.totals.lagSeconds ?? Number.NaN,
    appliedPerSecond: stream?.totals.ratePerSecond ?? Number.NaN,
    p50Ms: hubs.eventToRail?.p50Ms ?? Number.NaN,
    p99Ms: hubs.eventToRail?.p99Ms ?? Number.NaN,
  };
  return [...history, sample].slice(-MAX_SAMPLES);
}
