/**
 * Spearman's rank correlation of two scorings of the same items (Spearman 1904): Pearson's
 * correlation of their ranks, equal scores sharing their mean rank. 1 for the same order, −1 for the
 * opposite one, 0 where either scoring tells nothing apart; NaN stands below all that is a number.
 * @throws RangeError when the scorings are not of one length
 */
export function rankCorrelation(left: ArrayLike<number>, right: ArrayLike<number>): number {
  if (left.length !== right.length) {
    throw new RangeError(`${left.length} scores beside ${right.length}`);
  }
  const own = meanRanks(left);
  const other = meanRanks(right);
  const middle = (left.length + 1) / 2;
  let both = 0;
  let ownSquares = 0;
  let otherSquares = 0;
  for (let at = 0; at < own.length; at++) {
    const here = own[at]! - middle;
    const there = other[at]! - middle;
    both += here * there;
    ownSquares += here * here;
    otherSquares += there * there;
  }
  return ownSquares === 0 || otherSquares === 0 ? 0 : both / Math.sqrt(ownSquares * otherSquares);
}

/** Share of the best `k` of one scoring that are among the best `k` of the other; 1 without any. */
export function overlapAtK(left: ArrayLike<number>, right: ArrayLike<number>, k: number): number {
  const best = new Set(order(left).slice(0, k));
  if (best.size === 0) return 1;
  const shared = order(right)
    .slice(0, k)
    .filter((place) => best.has(place));
  return shared.length / best.size;
}

/** Places, best first; equal scores in order of place. */
function order(scores: ArrayLike<number>): number[] {
  const value = (place: number) => {
    const score = scores[place]!;
    return Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score;
  };
  return Array.from({ length: scores.length }, (_, place) => place).sort((left, right) => {
    const own = value(left);
    const other = value(right);
    return own === other ? left - right : other > own ? 1 : -1;
  });
}

/** Ranks from 1, the best, as places; equal scores have the mean of theirs. */
function meanRanks(scores: ArrayLike<number>): Float64Array {
  const places = order(scores);
  const ranks = new Float64Array(scores.length);
  for (let from = 0; from < places.length; ) {
    let to = from + 1;
    while (to < places.length && scores[places[to]!] === scores[places[from]!]) to++;
    for (let at = from; at < to; at++) ranks[places[at]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}
