import type { Source } from "./source.ts";

/** What sessions like this one went on to look at. */
export const sessionKnnSource: Source = {
  name: "session_knn",
  propose: (model, { seeds, request }, limit) =>
    model.steps.sessionKnn.query(seeds, limit, request.sessionId),
  reason: () => ({ code: "people_like_you" }),
};
