/**
 * NDCG@k with binary relevance: DCG = Σ 1 / log2(r + 1) over relevant items ranked r ≤ k, divided
 * by the DCG of the best possible list, min(k, |relevant|) items from rank 1 on (Järvelin &
 * Kekäläinen 2002, the log2(r + 1) variant). `ranks` as in `recallAtK`; NaN is a miss.
 */
export function ndcgAtK({ ranks, k }: { ranks: readonly number[]; k: number }): number {
  let gain = 0;
  for (const rank of ranks) if (rank <= k) gain += 1 / Math.log2(rank + 1);
  let ideal = 0;
  for (let rank = 1; rank <= Math.min(k, ranks.length); rank++) ideal += 1 / Math.log2(rank + 1);
  return ideal > 0 ? gain / ideal : 0;
}
