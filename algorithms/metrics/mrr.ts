/**
 * Reciprocal rank at a cut-off: 1 / r of the best ranked relevant item where r ≤ k, else 0; its
 * mean over queries is MRR@k. `ranks` as in `recallAtK`; NaN is a miss.
 */
export function reciprocalRankAtK({ ranks, k }: { ranks: readonly number[]; k: number }): number {
  let best = Number.POSITIVE_INFINITY;
  for (const rank of ranks) if (rank < best) best = rank;
  return best <= k ? 1 / best : 0;
}
