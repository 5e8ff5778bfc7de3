import { binCounts, type Reference } from "./reference.ts";

/** From here on a column is looked at, and from here on it has drifted: the customary bounds. */
export const PSI_WATCH = 0.1;
export const PSI_DRIFT = 0.25;

/** Added to each count, so that an empty bin is rare and not impossible. */
const PRIOR = 0.5;

/**
 * The population stability index, Σ (a − e)·ln(a / e) over the reference's decile bins and one of
 * missing values, e the reference's share and a that of the values (Siddiqi, Credit Risk Scorecards,
 * 2006; its null distribution: Yurdakul & Naranjo 2020). Shares of both are smoothed by half a count
 * a bin. 0 for no values.
 */
export function populationStability(reference: Reference, values: ArrayLike<number>): number {
  if (values.length === 0 || reference.count === 0) return 0;
  const counts = binCounts(reference.edges, values);
  const bins = counts.length;
  let sum = 0;
  for (let bin = 0; bin < bins; bin++) {
    const expected =
      ((reference.shares[bin] ?? 0) * reference.count + PRIOR) / (reference.count + PRIOR * bins);
    const actual = (counts[bin]! + PRIOR) / (values.length + PRIOR * bins);
    sum += (actual - expected) * Math.log(actual / expected);
  }
  return sum;
}
