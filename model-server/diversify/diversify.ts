import { mmr } from "@slipstream/algorithms/mmr";
import type { RankedItem } from "../ranked-item.ts";
import type { ShopModel } from "../shop-model.ts";

/** Enough to part near-twins, too little to bury what fits. */
export const DEFAULT_DIVERSITY = 0.1;
/** Candidates looked at, per item wanted. */
const POOL_FACTOR = 4;
const MAX_POOL = 120;

/**
 * Maximal marginal relevance over the best candidates; what was not picked follows in its old
 * order. Items without a vector are like nothing.
 */
export function diversify(
  model: ShopModel,
  items: readonly RankedItem[],
  options: { wanted: number; diversity: number },
): RankedItem[] {
  const vectors = model.factors.space?.vectors;
  const pool = items.slice(0, Math.min(MAX_POOL, options.wanted * POOL_FACTOR));
  if (vectors === undefined || options.diversity === 0 || pool.length < 3) return [...items];
  const { dims } = vectors;
  const units = new Float32Array(pool.length * dims);
  pool.forEach(({ itemId }, at) => {
    const row = vectors.rowOf(itemId);
    if (row !== undefined) units.set(vectors.unitAt(row), at * dims);
  });
  const picked = mmr({
    relevance: pool.map(({ score }) => score),
    vectors: units,
    dims,
    k: options.wanted,
    diversity: options.diversity,
  });
  const chosen = picked.map((at) => pool[at]!);
  const taken = new Set(chosen);
  return [...chosen, ...items.filter((item) => !taken.has(item))];
}
