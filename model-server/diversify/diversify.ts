import { mmr } from "@slipstream/algorithms/mmr";
import { visitTrust } from "@slipstream/algorithms/sources/visit-trusted";
import { dotAt } from "@slipstream/algorithms/vector";
import type { Placement } from "@slipstream/contracts/placements";
import type { Ranking } from "../ranking.ts";
import type { ShopModel } from "../shop-model.ts";

/** Enough to part near-twins, too little to bury what fits. */
const DEFAULT_DIVERSITY = 0.1;
const placementDiversity: Partial<Record<Placement, number>> = {
  // Whoever looked at a bag may want another, a purse or a wallet: not twelve of the first kind.
  because_you_viewed: 0.2,
  home_for_you: 0.3,
  // What is not alike has no place there.
  similar: 0.05,
  search_rerank: 0,
  category_rerank: 0,
};
/** Candidates looked at, per item wanted. */
const POOL_FACTOR = 4;
const MAX_POOL = 120;

/** Difference brings in nothing that fits less than this share of what the last place has anyway. */
const WORST_SHARE = 0.5;

/** How far a rail goes for difference, unless its request says. */
export function diversityOf(placement: Placement): number {
  return placementDiversity[placement] ?? DEFAULT_DIVERSITY;
}

/**
 * Maximal marginal relevance over the best candidates; what was not picked follows in its old
 * order. Items are alike as their descriptions are, or as their vectors, as far as to be trusted.
 */
export function diversify(
  model: ShopModel,
  { rows, ranking }: { rows: Int32Array; ranking: Ranking },
  options: { wanted: number; diversity: number },
): Ranking {
  const { order, scores } = ranking;
  const pool = poolOf(ranking, options.wanted);
  if (options.diversity === 0 || pool.length < 3) return ranking;
  const pooled = pool.map((place) => rows[place]!);
  const byVector = vectorLikeness(model, pooled);
  const { content } = model.catalogue;
  const picked = mmr({
    relevance: Float64Array.from(pool, (place) => scores[place]!),
    similarity: (left, right) =>
      Math.max(content.similarity(pooled[left]!, pooled[right]!), byVector(left, right)),
    k: options.wanted,
    diversity: options.diversity,
  }).map((at) => pool[at]!);
  const taken = new Set(picked);
  const rest = order.filter((place) => !taken.has(place));
  const diverse = new Int32Array(order.length);
  diverse.set(picked);
  diverse.set(rest, picked.length);
  return { order: diverse, scores };
}

function poolOf({ order, scores }: Ranking, wanted: number): Int32Array {
  const last = order[Math.min(wanted, order.length) - 1];
  const worst = last === undefined ? 0 : WORST_SHARE * scores[last]!;
  const best = order.subarray(0, Math.min(MAX_POOL, wanted * POOL_FACTOR));
  return best.filter((place) => scores[place]! >= worst);
}

/** Cosine of two items' vectors, by place in the pool, times the lesser trust in one of them. */
function vectorLikeness(
  { factors, engine }: ShopModel,
  rows: Int32Array,
): (left: number, right: number) => number {
  const { space } = factors;
  if (space === undefined) return () => 0;
  const { units, dims } = space.vectors;
  const places = rows.map((row) => space.places.vectorOf(row));
  const trusts = Float64Array.from(rows, (row) => visitTrust(engine.near, row));
  return (left, right) => {
    const place = places[left]!;
    const other = places[right]!;
    if (place < 0 || other < 0) return 0;
    const trust = Math.min(trusts[left]!, trusts[right]!);
    return trust * dotAt(units, place * dims, units, other * dims, dims);
  };
}
