import { SESSION_STEP_DECAY } from "@slipstream/algorithms/session-vector";
import { dotAt } from "@slipstream/algorithms/vector";
import type { Source } from "./source.ts";
import { searchVectors } from "./vector-search.ts";

/** Items that the model scores highest for this visitor in this session: bias + (u + κŝ) · b. */
export const sessionVectorSource: Source = {
  name: "session_vector",
  propose: (model, { query }, limit) =>
    query === undefined ? [] : searchVectors(model, query, { limit, order: "model" }),
  /** The item of the session whose part of the vector, ρ^g · a, points most to this item. */
  reason: (model, { interests }, itemId) => {
    const vectors = model.factors.space?.vectors;
    const row = vectors?.rowOf(itemId);
    if (vectors === undefined || row === undefined) return { code: "for_you" };
    let best: string | undefined;
    let bestPart = 0;
    interests.forEach((interest, gap) => {
      const own = vectors.rowOf(interest.itemId);
      if (own === undefined || interest.itemId === itemId || !interest.inSession) return;
      const likeness = dotAt(vectors.inputAt(own), 0, vectors.unitAt(row), 0, vectors.dims);
      const part = SESSION_STEP_DECAY ** gap * likeness;
      if (part <= bestPart) return;
      best = interest.itemId;
      bestPart = part;
    });
    return best === undefined ? { code: "for_you" } : { code: "because_you_viewed", itemId: best };
  },
};
