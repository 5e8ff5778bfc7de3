import type { Random } from "../random.ts";
import { drawBeta } from "./gamma.ts";
import { drawNormal } from "./normal.ts";

/** What is believed of an arm: draws one value that it may have. */
export type Posterior = (random: Random) => number;

/** Of a share of successes, from a uniform prior: Beta(1 + successes, 1 + failures). */
export function betaPosterior(trials: number, successes: number): Posterior {
  const known = Math.min(Math.max(0, successes), trials);
  const parameters = { alpha: 1 + known, beta: 1 + trials - known };
  return (random) => drawBeta(random, parameters);
}

/** Of a mean, from its estimate and that estimate's variance: normal, with a flat prior. */
export function gaussianPosterior(mean: number, variance: number): Posterior {
  const deviation = Math.sqrt(Math.max(0, variance));
  return (random) => mean + deviation * drawNormal(random);
}

/**
 * Thompson sampling (Thompson, Biometrika 1933; Chapelle and Li, NIPS 2011), for many visitors at
 * once: each arm's share is the chance that it is the best, as far as is known, and at least `floor`,
 * so that what was shown can always be weighed (Scott 2010, section 4). Shares add up to 1; they are
 * the propensities to be logged.
 */
export function thompsonShares(
  posteriors: readonly Posterior[],
  { draws, floor, random }: { draws: number; floor: number; random: Random },
): number[] {
  const wins = new Float64Array(posteriors.length);
  for (let draw = 0; draw < draws; draw++) {
    let best = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (const [arm, posterior] of posteriors.entries()) {
      const value = posterior(random);
      if (value <= highest) continue;
      highest = value;
      best = arm;
    }
    wins[best] = wins[best]! + 1;
  }
  const free = 1 - floor * posteriors.length;
  return Array.from(wins, (won) => floor + (free * won) / draws);
}
