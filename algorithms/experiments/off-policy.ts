import { normalQuantile } from "./normal.ts";

/** One decision of the log, and what another policy would have made of it. */
export interface LoggedDecision {
  reward: number;
  /** The chance with which the logging policy did what it did; above 0. */
  propensity: number;
  /** The chance with which the policy in question does the same. */
  target: number;
  /** What a model of rewards expects of what was done, and of the policy in question. */
  expectedOfDone?: number;
  expectedOfTarget?: number;
}

export interface PolicyValue {
  value: number;
  low: number;
  high: number;
  /** Decisions that the weights leave, (Σw)² / Σw² (Kish): few of them, and nothing is known. */
  effective: number;
}

const weightOf = ({ propensity, target }: LoggedDecision) => target / propensity;

/** Inverse propensity scoring (Horvitz and Thompson 1952): Σ w·r / n; unbiased, of large variance. */
export function ips(log: readonly LoggedDecision[], level = 0.95): PolicyValue {
  const terms = log.map((decision) => weightOf(decision) * decision.reward);
  return intervalOf(log, { value: meanOf(terms), terms, level });
}

/** Self-normalised (Swaminathan and Joachims, NIPS 2015): Σ w·r / Σ w; a little biased, far steadier. */
export function snips(log: readonly LoggedDecision[], level = 0.95): PolicyValue {
  const weight = meanOf(log.map(weightOf));
  const value =
    weight > 0
      ? meanOf(log.map((decision) => weightOf(decision) * decision.reward)) / weight
      : Number.NaN;
  const terms = log.map(
    (decision) => value + (weightOf(decision) * (decision.reward - value)) / weight,
  );
  return intervalOf(log, { value, terms, level });
}

/**
 * Doubly robust (Dudík, Langford and Li, ICML 2011): what a model expects of the policy, set right by
 * the weighted error of that model where it was tried. Right when either the propensities or the
 * model are.
 */
export function doublyRobust(log: readonly LoggedDecision[], level = 0.95): PolicyValue {
  const terms = log.map((decision) => {
    const { reward, expectedOfDone = 0, expectedOfTarget = 0 } = decision;
    return expectedOfTarget + weightOf(decision) * (reward - expectedOfDone);
  });
  return intervalOf(log, { value: meanOf(terms), terms, level });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function intervalOf(
  log: readonly LoggedDecision[],
  { value, terms, level }: { value: number; terms: readonly number[]; level: number },
): PolicyValue {
  const squares = terms.reduce((sum, term) => sum + (term - value) ** 2, 0);
  const error = Math.sqrt(squares / Math.max(1, terms.length - 1) / terms.length);
  const half = normalQuantile(0.5 + level / 2) * error;
  const weights = log.map(weightOf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const squared = weights.reduce((sum, weight) => sum + weight * weight, 0);
  return {
    value,
    low: value - half,
    high: value + half,
    effective: squared > 0 ? (total * total) / squared : 0,
  };
}
