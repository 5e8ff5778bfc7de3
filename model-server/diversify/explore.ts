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
  const { limit, explores, random } = options;
  const slots = explores ? slotsOf(options) : 0;
  const certain = order.subarray(0, limit - slots);
  const placed = Array.from(certain, (place): Placed => ({ place, propensity: 1 }));
  const pool = [...order.subarray(certain.length, certain.length + POOL)];
  while (placed.length < limit && pool.length > 0) {
    const chances = chancesOf(pool, scores);
    const at = draw(chances, random());
    placed.push({ place: pool[at]!, propensity: chances[at]! });
    pool.splice(at, 1);
  }
  return placed;
}

/** What the first slot that draws has to draw from, each with its chance; nothing where none draws. */
export function drawnFrom(
  { order, scores }: Ranking,
  options: { placement: Placement; limit: number },
): Placed[] {
  const slots = slotsOf(options);
  if (slots === 0) return [];
  const from = options.limit - slots;
  const pool = order.subarray(from, from + POOL);
  const chances = chancesOf(pool, scores);
  return Array.from(pool, (place, at) => ({ place, propensity: chances[at]! }));
}

function slotsOf({ placement, limit }: { placement: Placement; limit: number }): number {
  return limit >= MIN_RAIL ? (exploringSlots[placement] ?? 0) : 0;
}

function chancesOf(pool: ArrayLike<number> & Iterable<number>, scores: Float64Array): Float64Array {
  const scaled = Float64Array.from(pool, (place) => scores[place]! / TEMPERATURE);
  const highest = scaled.reduce((high, each) => Math.max(high, each), Number.NEGATIVE_INFINITY);
  const weights = scaled.map((each) => Math.exp(each - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function draw(chances: Float64Array, point: number): number {
  let left = point;
  for (const [at, chance] of chances.entries()) {
    left -= chance;
    if (left < 0) return at;
  }
  return chances.length - 1;
}
