/**
 * Splits a sum by weights into whole parts that add up to it exactly: each its rounded-down share,
 * and one more for the largest remainders (the earlier of equal ones first). All weights zero:
 * by count. `total` and weights are integers of at most 2^53, not negative.
 */
export function split(total: number, weights: readonly number[]): number[] {
  if (weights.length === 0) return [];
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n);
  const shares = sum === 0n ? weights.map(() => 1n) : weights.map(BigInt);
  const whole = sum === 0n ? BigInt(weights.length) : sum;
  const parts = shares.map((share) => Number((BigInt(total) * share) / whole));
  const remainders = shares.map((share) => (BigInt(total) * share) % whole);
  const left = total - parts.reduce((all, part) => all + part, 0);
  const order = remainders
    .map((_, index) => index)
    .sort((a, b) =>
      remainders[a]! === remainders[b]! ? a - b : remainders[a]! < remainders[b]! ? 1 : -1,
    );
  for (const index of order.slice(0, left)) parts[index]!++;
  return parts;
}
