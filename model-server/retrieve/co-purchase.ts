import type { Source } from "./source.ts";
import { scoreOf, strongestSeed } from "./strongest-seed.ts";

/** Seeds that are asked what was bought with them. */
const MAX_SEEDS = 20;

/** What was bought in one order with the items that the rail starts from. */
export const coPurchaseSource: Source = {
  name: "co_purchase",
  propose: (model, { seeds }, limit) =>
    model.steps.baskets.counts.query(seeds.slice(0, MAX_SEEDS), limit),
  reason: (model, situation, itemId) => {
    const partOf = (seed: string) =>
      scoreOf(itemId, (limit) => model.steps.baskets.counts.query([seed], limit));
    const seed = strongestSeed({ situation, itemId, decay: 1, partOf });
    return seed === undefined ? { code: "for_you" } : { code: "bought_together", itemId: seed };
  },
};
