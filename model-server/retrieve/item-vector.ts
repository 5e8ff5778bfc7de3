import type { Source } from "./source.ts";
import { searchVectors, vectorTrust } from "./vector-search.ts";

/** Items whose vectors are most like that of the item that the rail starts from. */
export const itemVectorSource: Source = {
  name: "item_vector",
  propose: (model, { seeds }, limit) => {
    const vectors = model.factors.space?.vectors;
    const row = seeds[0] === undefined ? undefined : vectors?.rowOf(seeds[0]);
    if (vectors === undefined || row === undefined) return [];
    const own = vectorTrust(model, seeds[0]!);
    return searchVectors(model, vectors.unitAt(row), { limit, order: "cosine" }).map(
      ({ trust = 1, ...candidate }) => ({ ...candidate, trust: Math.min(trust, own) }),
    );
  },
  reason: (_model, { seeds }) => ({ code: "similar_to", itemId: seeds[0]! }),
};
