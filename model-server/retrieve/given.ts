import type { Source } from "./source.ts";

/** The candidates of a re-ranking request in the order in which they came. */
export const givenSource: Source = {
  name: "given",
  propose: (_model, { request }) =>
    (request.candidates ?? []).map((itemId, at) => ({ itemId, score: 1 / (at + 1) })),
  reason: () => ({ code: "for_you" }),
};
