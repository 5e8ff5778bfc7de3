import type { Candidate } from "@slipstream/algorithms/candidate";
import { compareCandidates, trustIn } from "@slipstream/algorithms/candidate";
import { unit } from "@slipstream/algorithms/vector";
import type { ShopModel } from "../shop-model.ts";

/** Nearest neighbours asked for, per candidate wanted: bias reorders them. */
const OVERFETCH = 2;
/** Weight of an item's visits at which its vector is believed by half. */
const TRUST_HALF_VISITS = 20;

/**
 * Items whose output vectors point where a query does. `model`: ordered by the learner's own score
 * (bias and lengths counted); `cosine`: by likeness alone.
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
  const found = index.nearest(unit(query), byModel ? options.limit * OVERFETCH : options.limit);
  const candidates = found.map(({ row, cosine }) => {
    const itemId = vectors.idOf(row);
    const score = byModel ? vectors.scoreAt(row, query) : cosine;
    return { itemId, score, trust: vectorTrust(model, itemId) };
  });
  return candidates.sort(compareCandidates).slice(0, options.limit);
}

/**
 * How far an item's vector is to be believed: where few have been, it is still where it began. Never
 * not at all, since visits from before the archive's reach have taught it too.
 */
export function vectorTrust(model: ShopModel, itemId: string): number {
  return trustIn(1 + model.steps.coVisitation.weightOf(itemId), TRUST_HALF_VISITS);
}
