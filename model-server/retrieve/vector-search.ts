import type { Candidate } from "@slipstream/algorithms/candidate";
import { compareCandidates } from "@slipstream/algorithms/candidate";
import type { ShopModel } from "../shop-model.ts";

/** Nearest neighbours asked for, per candidate wanted: bias reorders them. */
const OVERFETCH = 2;

/**
 * Items whose output vectors are nearest to a unit vector. `model`: ordered by the learner's own
 * score (bias and length counted); `cosine`: by likeness alone.
 */
export function searchVectors(
  model: ShopModel,
  query: Float32Array,
  options: { limit: number; order: "model" | "cosine" },
): Candidate[] {
  const space = model.factors.space;
  if (space === undefined) return [];
  const { vectors, index } = space;
  const byModel = options.order === "model";
  const found = index.nearest(query, byModel ? options.limit * OVERFETCH : options.limit);
  const candidates = found.map(({ row, cosine }) => ({
    itemId: vectors.idOf(row),
    score: byModel ? vectors.scoreAt(row, cosine) : cosine,
  }));
  return candidates.sort(compareCandidates).slice(0, options.limit);
}
