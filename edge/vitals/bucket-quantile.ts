/**
 * A quantile of values of which only is known how many lie up to each bound: as Prometheus'
 * histogram_quantile has it, evenly spread between two bounds; the last bound for what lies beyond.
 * `counts` has one more than `bounds`. Undefined without values.
 */
export function bucketQuantile(
  counts: readonly number[],
  bounds: readonly number[],
  q: number,
): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const rank = q * total;
  let below = 0;
  for (const [index, bound] of bounds.entries()) {
    const count = counts[index] ?? 0;
    if (count > 0 && below + count >= rank) {
      const from = bounds[index - 1] ?? 0;
      return from + ((bound - from) * (rank - below)) / count;
    }
    below += count;
  }
  return bounds.at(-1);
}
