/**
 * The rank of a target among scores, 1 the best, ties pessimistic: every other item that does not
 * score strictly below the target stands before it. A target whose score is NaN, or that is
 * not among the scores, ranks Infinity: a miss at every cut-off; a NaN elsewhere stands before it.
 */
export function pessimisticRank(scores: ArrayLike<number>, target: number): number {
  const own = scores[target];
  if (own === undefined || Number.isNaN(own)) return Number.POSITIVE_INFINITY;
  let rank = 1;
  for (let item = 0; item < scores.length; item++) {
    if (item !== target && !(scores[item]! < own)) rank++;
  }
  return rank;
}
