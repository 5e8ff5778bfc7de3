import type { Reference } from "./reference.ts";

/**
 * The Kolmogorov–Smirnov distance: the largest gap between the cumulative distribution of the values
 * that are there and the reference's, looked at where the reference's quantiles are (Smirnov 1948),
 * so to about 2 %. 0 where either has none.
 */
export function kolmogorovSmirnov(reference: Reference, values: ArrayLike<number>): number {
  const { quantiles } = reference;
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (sorted.length === 0 || quantiles.length === 0) return 0;
  const last = quantiles.length - 1;
  let gap = 0;
  let below = 0;
  let at = 0;
  while (at <= last) {
    const point = quantiles[at]!;
    const from = at;
    // A value that fills several quantiles is one step of the distribution.
    while (at < last && quantiles[at + 1] === point) at++;
    while (below < sorted.length && sorted[below]! < point) below++;
    const under = below / sorted.length;
    while (below < sorted.length && sorted[below]! <= point) below++;
    const upTo = below / sorted.length;
    // Just left of a step the reference has come no further than its first quantile there.
    if (from < at) gap = Math.max(gap, Math.abs(under - from / last));
    gap = Math.max(gap, Math.abs(upTo - at / last));
    at++;
  }
  return gap;
}
