import type { Source } from "./source.ts";

/** The visitor's own items: a third of the clicks in a shop goes back to them. */
export const sessionItemsSource: Source = {
  name: "session_items",
  propose: (_model, { interests }, limit) =>
    interests.slice(0, limit).map(({ itemId }, gap) => ({ itemId, score: 1 / (gap + 1) })),
  reason: (_model, _situation, itemId) => ({ code: "seen_before", itemId }),
};
