export interface MmrRequest {
  /** One relevance per item, higher is better; rescaled to 0 … 1 within the request. */
  relevance: ArrayLike<number>;
  /** How alike two items are, by index: a cosine, or what is on its scale. Symmetric. */
  similarity: (left: number, right: number) => number;
  k: number;
  /** 0 ranks by relevance alone, 1 by difference alone: 1 − λ of the paper. */
  diversity: number;
}

/**
 * Maximal marginal relevance (Carbonell & Goldstein, SIGIR 1998): picks, one after the other, the
 * item with the highest (1 − diversity) · relevance − diversity · max similarity to what is picked.
 * Returns indices in order of choice, at most `k`. Equal values: the lower index. Relevance that
 * is NaN counts as the lowest. Asks for k · items similarities.
 */
export function mmr(request: MmrRequest): number[] {
  const { diversity } = request;
  const relevance = rescale(request.relevance);
  const nearest = new Float64Array(relevance.length).fill(Number.NEGATIVE_INFINITY);
  const picked: number[] = [];
  const isPicked = new Uint8Array(relevance.length);
  while (picked.length < Math.min(request.k, relevance.length)) {
    let best = -1;
    let bestValue = Number.NEGATIVE_INFINITY;
    for (let item = 0; item < relevance.length; item++) {
      if (isPicked[item] === 1) continue;
      const similarity = picked.length === 0 ? 0 : nearest[item]!;
      const value = (1 - diversity) * relevance[item]! - diversity * similarity;
      if (best < 0 || value > bestValue) {
        best = item;
        bestValue = value;
      }
    }
    picked.push(best);
    isPicked[best] = 1;
    if (picked.length >= request.k) break;
    for (let item = 0; item < relevance.length; item++) {
      if (isPicked[item] === 1) continue;
      const similarity = request.similarity(item, best);
      if (similarity > nearest[item]!) nearest[item] = similarity;
    }
  }
  return picked;
}

/** To 0 … 1 by the smallest and largest finite value; all alike gives 1. */
function rescale(values: ArrayLike<number>): Float64Array {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return Float64Array.from(values, (value) => {
    if (!Number.isFinite(value)) return value === Number.POSITIVE_INFINITY ? 1 : 0;
    return high > low ? (value - low) / (high - low) : 1;
  });
}
