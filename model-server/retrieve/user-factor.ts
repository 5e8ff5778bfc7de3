import type { Source } from "./source.ts";
import { searchVectors } from "./vector-search.ts";

/** Items near the factor of the visitor: taste over months, not over minutes. */
export const userFactorSource: Source = {
  name: "user_factor",
  propose: (model, { userFactor }, limit) =>
    userFactor === undefined ? [] : searchVectors(model, userFactor, { limit, order: "model" }),
  reason: () => ({ code: "for_you" }),
};
