/**
 * Recall@k = |relevant items ranked ≤ k| / |relevant items|. With one relevant item it is the hit
 * rate HR@k. `ranks`: the rank of each relevant item, 1 the best, Infinity when it was not
 * listed (see `pessimisticRank`); NaN is a miss. Without relevant items the answer is 0.
 */
export function recallAtK({ ranks, k }: { ranks: readonly number[]; k: number }): number {
  if (ranks.length === 0) return 0;
  return ranks.filter((rank) => rank <= k).length / ranks.length;
}
