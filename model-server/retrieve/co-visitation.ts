import type { CoVisitation } from "@slipstream/algorithms/co-visitation";
import { nextItemCoVisitation, symmetricCoVisitation } from "@slipstream/algorithms/co-visitation";
import type { ShopModel } from "../shop-model.ts";
import type { Source, SourceName } from "./source.ts";
import { becauseOf, scoreOf, strongestSeed } from "./strongest-seed.ts";

/** Items that others looked at near the visitor's own: in any order, and what came next. */
export const coVisitationSource = source({
  name: "co_visitation",
  decay: symmetricCoVisitation.queryDecay,
  countsOf: (model) => model.steps.coVisitation,
});

export const nextItemSource = source({
  name: "next_item",
  decay: nextItemCoVisitation.queryDecay,
  countsOf: (model) => model.steps.nextItem,
});

function source(options: {
  name: SourceName;
  decay: number;
  countsOf: (model: ShopModel) => CoVisitation;
}): Source {
  const { name, decay, countsOf } = options;
  return {
    name,
    propose: (model, { seeds }, limit) => countsOf(model).query(seeds, limit),
    reason: (model, situation, itemId) => {
      const partOf = (seed: string) =>
        scoreOf(itemId, (limit) => countsOf(model).query([seed], limit));
      return becauseOf(situation, strongestSeed({ situation, itemId, decay, partOf }));
    },
  };
}
