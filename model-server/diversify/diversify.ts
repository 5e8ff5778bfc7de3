import { mmr } from "@slipstream/algorithms/mmr";
import { dotAt } from "@slipstream/algorithms/vector";
import type { Placement } from "@slipstream/contracts/placements";
import type { RankedItem } from "../ranked-item.ts";
import { vectorTrust } from "../retrieve/vector-search.ts";
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
  items: readonly RankedItem[],
  options: { wanted: number; diversity: number },
): RankedItem[] {
  const pool = poolOf(items, options.wanted);
  if (options.diversity === 0 || pool.length < 3) return [...items];
  const byVector = vectorLikeness(model, pool);
  const { content } = model.catalogue;
  const picked = mmr({
    relevance: pool.map(({ score }) => score),
    similarity: (left, right) =>
      Math.max(content.similarity(pool[left]!.itemId, pool[right]!.itemId), byVector(left, right)),
    k: options.wanted,
    diversity: options.diversity,
  });
  const chosen = picked.map((at) => pool[at]!);
  const taken = new Set(chosen);
  return [...chosen, ...items.filter((item) => !taken.has(item))];
}

function poolOf(items: readonly RankedItem[], wanted: number): RankedItem[] {
  const last = items[Math.min(wanted, items.length) - 1];
  const worst = last === undefined ? 0 : WORST_SHARE * last.score;
  const best = items.slice(0, Math.min(MAX_POOL, wanted * POOL_FACTOR));
  return best.filter(({ score }) => score >= worst);
}

/** Cosine of two items' vectors, by place in the pool, times the lesser trust in one of them. */
function vectorLikeness(
  model: ShopModel,
  pool: readonly RankedItem[],
): (left: number, right: number) => number {
  const vectors = model.factors.space?.vectors;
  if (vectors === undefined) return () => 0;
  const { units, dims } = vectors;
  const rows = pool.map(({ itemId }) => vectors.rowOf(itemId));
  const trusts = pool.map(({ itemId }) => vectorTrust(model, itemId));
  return (left, right) => {
    const row = rows[left];
    const other = rows[right];
    if (row === undefined || other === undefined) return 0;
    const trust = Math.min(trusts[left]!, trusts[right]!);
    return trust * dotAt(units, row * dims, units, other * dims, dims);
  };
}
