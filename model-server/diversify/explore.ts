import type { Placement } from "@slipstream/contracts/placements";
import type { RankedItem } from "../ranked-item.ts";

/** Slots, counted from the end of the rail, whose item is drawn. All others are certain. */
const exploringSlots: Partial<Record<Placement, number>> = { home_for_you: 1 };
/** Rails shorter than this do not explore. */
const MIN_RAIL = 6;
/** Items that a draw is from. */
const POOL = 20;
/** Softmax temperature, in units of the ranker's scores. */
const TEMPERATURE = 0.3;

export interface Placed {
  item: RankedItem;
  /** The chance that this item stood here, given those before it. */
  propensity: number;
}

/**
 * Gives each slot its item. The declared slots draw theirs from the next best by Plackett–Luce,
 * p(i) = exp(s_i / T) / Σ exp(s_j / T) over what is left (Plackett, JRSS C 1975); the chance is
 * kept, so that what was shown can be weighed. `random` gives numbers in [0, 1). Where exploration
 * is switched off (`explores`), every slot is certain.
 */
export function placeWithExploration(
  items: readonly RankedItem[],
  options: { placement: Placement; limit: number; explores: boolean; random: () => number },
): Placed[] {
  const { placement, limit, explores, random } = options;
  const slots = explores && limit >= MIN_RAIL ? (exploringSlots[placement] ?? 0) : 0;
  const certain = items.slice(0, limit - slots);
  const placed: Placed[] = certain.map((item) => ({ item, propensity: 1 }));
  const pool = items.slice(certain.length, certain.length + POOL);
  while (placed.length < limit && pool.length > 0) {
    const { at, propensity } = draw(pool, random());
    placed.push({ item: pool[at]!, propensity });
    pool.splice(at, 1);
  }
  return placed;
}

function draw(pool: readonly RankedItem[], point: number): { at: number; propensity: number } {
  const highest = pool.reduce((high, { score }) => Math.max(high, score), Number.NEGATIVE_INFINITY);
  const weights = pool.map(({ score }) => Math.exp((score - highest) / TEMPERATURE));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = point * total;
  for (const [at, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return { at, propensity: weight / total };
  }
  const last = pool.length - 1;
  return { at: last, propensity: weights[last]! / total };
}
