import type { Placement } from "@slipstream/contracts/placements";
import type { Ranking } from "../ranking.ts";

/** Slots, counted from the end of the rail, whose item is drawn. All others are certain. */
const exploringSlots: Partial<Record<Placement, number>> = { home_for_you: 1 };
/** Rails shorter than this do not explore. */
const MIN_RAIL = 6;
/** Items that a draw is from. */
const POOL = 20;
/** Softmax temperature, in units of the ranker's scores. */
const TEMPERATURE = 0.3;

export interface Placed {
  /** The candidate's place in the feature table. */
  place: number;
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
  { order, scores }: Ranking,
  options: { placement: Placement; limit: number; explores: boolean; random: () => number },
): Placed[] {
  const { placement, limit, explores, random } = options;
  const slots = explores && limit >= MIN_RAIL ? (exploringSlots[placement] ?? 0) : 0;
  const certain = order.subarray(0, limit - slots);
  const placed = Array.from(certain, (place): Placed => ({ place, propensity: 1 }));
  const pool = [...order.subarray(certain.length, certain.length + POOL)];
  while (placed.length < limit && pool.length > 0) {
    const { at, propensity } = draw(pool, scores, random());
    placed.push({ place: pool[at]!, propensity });
    pool.splice(at, 1);
  }
  return placed;
}

function draw(
  pool: readonly number[],
  scores: Float64Array,
  point: number,
): { at: number; propensity: number } {
  const highest = Math.max(...pool.map((place) => scores[place]!));
  const weights = pool.map((place) => Math.exp((scores[place]! - highest) / TEMPERATURE));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = point * total;
  for (const [at, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return { at, propensity: weight / total };
  }
  const last = pool.length - 1;
  return { at: last, propensity: weights[last]! / total };
}
