const BINS = 10;
/** Quantiles that a distribution is kept by, ends included: enough to tell steps of 2 %. */
const QUANTILES = 51;
/** Digits that a kept quantile has: a manifest holds some thousands of them. */
const DIGITS = 6;

/**
 * A column's distribution in a training window: what later values are held against. Bins by the
 * deciles, so that each has about a tenth; a value that is there very often fills several deciles
 * and has one bin of its own size.
 */
export interface Reference {
  /** Values counted, missing ones (NaN) too. */
  count: number;
  /** Upper ends of all bins but the last, ascending; a value on an edge is in the bin below it. */
  edges: number[];
  /** Share of all values in each bin, and last that of the missing ones. */
  shares: number[];
  /** Evenly spaced quantiles of the values that are there, the least first; none where none is. */
  quantiles: number[];
}

/** The distribution of these values; NaN is a missing one. */
export function referenceOf(values: ArrayLike<number>): Reference {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const quantileAt = (share: number) => rounded(sorted[Math.ceil(share * sorted.length) - 1]!);
  const deciles =
    sorted.length === 0
      ? []
      : Array.from({ length: BINS - 1 }, (_, at) => quantileAt((at + 1) / BINS));
  const edges = [...new Set(deciles)].filter((edge) => edge < sorted.at(-1)!);
  const quantiles =
    sorted.length === 0
      ? []
      : Array.from({ length: QUANTILES }, (_, at) =>
          at === 0 ? rounded(sorted[0]!) : quantileAt(at / (QUANTILES - 1)),
        );
  const counts = binCounts(edges, values);
  const shares = Array.from(counts, (count) => rounded(count / Math.max(1, values.length)));
  return { count: values.length, edges, shares, quantiles };
}

/** How many of the values are in each bin, and last how many are missing. */
export function binCounts(edges: readonly number[], values: ArrayLike<number>): Float64Array {
  const counts = new Float64Array(edges.length + 2);
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    const bin = Number.isNaN(value) ? edges.length + 1 : binOf(edges, value);
    counts[bin]!++;
  }
  return counts;
}

function binOf(edges: readonly number[], value: number): number {
  let bin = 0;
  while (bin < edges.length && value > edges[bin]!) bin++;
  return bin;
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
