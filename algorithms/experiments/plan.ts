import { mixtureWidth } from "./confidence-sequence.ts";
import { normalQuantile } from "./normal.ts";

export interface PlanQuestion {
  /** The metric's value now, and the spread of one visitor's share in it (standard deviation). */
  baseline: number;
  deviation: number;
  /** The least relative change that is worth finding. */
  effect: number;
  alpha: number;
  power: number;
  /** Arms that are compared with the control. */
  comparisons: number;
  /** The share of each arm; all are alike in a plan. */
  armShare: number;
  /** Visitors a day that the experiment may have. */
  visitorsPerDay: number;
}

export interface Plan {
  visitorsPerArm: number;
  /** What a test would need that may be looked at once only, at its end. */
  visitorsPerArmFixed: number;
  /** Undefined where nobody comes. */
  days: number | undefined;
}

/**
 * How many visitors an experiment needs so that its confidence sequence leaves 0 out by the planned
 * size with the wanted power. The sequence's half-width there is c·√V with c² = (1 + 1/k)·(ln(1 + k) −
 * 2 ln α), so V = δ² / (c + z)²: this is the price of looking at any time. An experiment may end
 * earlier, as soon as it is sure; so the true power is a little higher.
 */
export function planExperiment(question: PlanQuestion): Plan {
  const { baseline, deviation, effect, power, comparisons, armShare, visitorsPerDay } = question;
  const alpha = question.alpha / comparisons;
  const difference = Math.abs(effect * baseline);
  const visitorsFor = (critical: number) =>
    Math.ceil(2 * ((deviation * (critical + normalQuantile(power))) / difference) ** 2);
  const visitorsPerArm = visitorsFor(criticalAtPlan(alpha));
  const perDay = visitorsPerDay * armShare;
  return {
    visitorsPerArm,
    visitorsPerArmFixed: visitorsFor(normalQuantile(1 - alpha / 2)),
    days: perDay > 0 ? visitorsPerArm / perDay : undefined,
  };
}

/** The sequence's half-width at the planned size, in standard errors. */
function criticalAtPlan(alpha: number): number {
  const width = mixtureWidth(alpha);
  return Math.sqrt((1 + 1 / width) * (Math.log1p(width) - 2 * Math.log(alpha)));
}
