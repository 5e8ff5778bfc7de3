import type { OpsStatus } from "@slipstream/contracts/ops-status";

/** Samples kept: a quarter of an hour, one a second. */
export const MAX_SAMPLES = 900;

/** One moment of the loop in figures; NaN where a part did not answer. */
export interface Sample {
  /** Epoch seconds. */
  at: number;
  pending: number;
  lagSeconds: number;
  appliedPerSecond: number;
  acceptedPerSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** The history with one more moment; the rate of acceptance comes from two counts and their times. */
export function addSample(
  history: readonly Sample[],
  status: OpsStatus,
  before: OpsStatus | undefined,
): readonly Sample[] {
  const { stream, hubs } = status;
  const seconds = before ? (status.at - before.at) / 1000 : 0;
  if (before && seconds <= 0) return history;
  const sample: Sample = {
    at: status.at / 1000,
    pending: stream?.totals.pending ?? Number.NaN,
    lagSeconds: stream?.totals.lagSeconds ?? Number.NaN,
    appliedPerSecond: stream?.totals.ratePerSecond ?? Number.NaN,
    acceptedPerSecond: before
      ? Math.max(0, hubs.accepted - before.hubs.accepted) / seconds
      : Number.NaN,
    p50Ms: hubs.eventToRail?.p50Ms ?? Number.NaN,
    p99Ms: hubs.eventToRail?.p99Ms ?? Number.NaN,
  };
  return [...history, sample].slice(-MAX_SAMPLES);
}
