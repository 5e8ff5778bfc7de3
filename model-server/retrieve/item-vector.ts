import type { Source } from "./source.ts";
import { searchVectors } from "./vector-search.ts";

/** Items whose vectors are most like that of the item that the rail starts from. */
export const itemVectorSource: Source = {
  name: "item_vector",
  propose: (model, { seeds }, limit) => {
    const vectors = model.factors.space?.vectors;
    const row = seeds[0] === undefined ? undefined : vectors?.rowOf(seeds[0]);
    if (vectors === undefined || row === undefined) return [];
    return searchVectors(model, vectors.unitAt(row), { limit, order: "cosine" });
  },
  reason: (_model, { seeds }) => ({ code: "similar_to", itemId: seeds[0]! }),
};
