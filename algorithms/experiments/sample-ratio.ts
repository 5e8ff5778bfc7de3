import { logGamma } from "./gamma.ts";

/**
 * How near to those that were set the alternative takes the shares to be: as if 1,000 visitors had
 * said so, which finds 45 % in place of 50 % among 3,000 visitors.
 */
const CONCENTRATION = 1_000;

/**
 * Whether visitors came to the arms in the shares that were set, at any time: the Bayes factor of a
 * Dirichlet-multinomial against the multinomial is a martingale, so 1 over it is a p-value that may
 * be looked at always, at least once it has been kept at its least (Lindon and Malek, NeurIPS 2022).
 * A small one says that the experiment itself is broken, whatever its arms seem to do.
 */
export function sampleRatioPValue(counts: readonly number[], shares: readonly number[]): number {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const all = counts.reduce((sum, count) => sum + count, 0);
  let logFactor = logGamma(CONCENTRATION) - logGamma(CONCENTRATION + all);
  for (const [arm, count] of counts.entries()) {
    const share = shares[arm]! / total;
    if (share <= 0) {
      if (count > 0) return 0;
      continue;
    }
    const prior = CONCENTRATION * share;
    logFactor += logGamma(prior + count) - logGamma(prior) - count * Math.log(share);
  }
  return Math.min(1, Math.exp(-logFactor));
}
