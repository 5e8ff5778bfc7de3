import { confidenceSequence, type Sequence } from "./confidence-sequence.ts";
import { cuped } from "./cuped.ts";
import type { Moments } from "./moments.ts";
import { type Estimate, type Linearised, linearised, plainEstimate } from "./ratio-metric.ts";

/** Arms smaller than this say nothing yet: the sequences rest on the central limit theorem. */
export const MIN_VISITORS = 200;

/** One arm beside the control: the difference of a metric, with an interval that holds at any time. */
export interface Lift extends Sequence {
  difference: number;
  /** The difference over the control's value; undefined where that is 0. */
  relative: number | undefined;
}

export interface Comparison {
  /** By arm, the control first; undefined where nothing was counted. */
  arms: (Estimate | undefined)[];
  /** By arm; undefined for the control, and while an arm is too small. */
  lifts: (Lift | undefined)[];
  /** Share of the variance that the visitors' past explains (CUPED). */
  explained: number;
}

/**
 * Compares arms with the first, the control. `plannedVisitors` is each arm's size at which the
 * intervals are to be narrowest; α is shared out among the comparisons (Bonferroni), so that all hold
 * together.
 */
export function compareArms(
  moments: readonly Moments[],
  { plannedVisitors, alpha }: { plannedVisitors: number; alpha: number },
): Comparison {
  const known = moments.map(linearised);
  const present = known.filter((arm): arm is Linearised => arm !== undefined);
  const adjusted = cuped(present);
  const estimates = known.map((arm) =>
    arm === undefined ? undefined : (adjusted.arms[present.indexOf(arm)] ?? plainEstimate(arm)),
  );
  const [control, ...others] = estimates;
  const each = alpha / Math.max(1, others.length);
  const lifts = others.map((arm) => liftOver(control, arm, { plannedVisitors, alpha: each }));
  return { arms: estimates, lifts: [undefined, ...lifts], explained: adjusted.explained };
}

function liftOver(
  control: Estimate | undefined,
  arm: Estimate | undefined,
  { plannedVisitors, alpha }: { plannedVisitors: number; alpha: number },
): Lift | undefined {
  if (control === undefined || arm === undefined) return undefined;
  if (Math.min(control.visitors, arm.visitors) < MIN_VISITORS) return undefined;
  const difference = arm.value - control.value;
  const spreadOf = ({ variance, visitors }: Estimate) => variance * visitors;
  const sequence = confidenceSequence({
    difference,
    variance: control.variance + arm.variance,
    plannedVariance: (spreadOf(control) + spreadOf(arm)) / plannedVisitors,
    alpha,
  });
  return {
    ...sequence,
    difference,
    relative: control.value === 0 ? undefined : difference / control.value,
  };
}
