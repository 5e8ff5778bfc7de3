import type { Reason } from "@slipstream/contracts/recommend";
import type { FeatureTable, Ranker } from "./rank/ranker.ts";
import type { RankedItem } from "./ranked-item.ts";
import { sourceNamed } from "./retrieve/retrieve.ts";
import type { SourceName } from "./retrieve/source.ts";
import type { ShopModel } from "./shop-model.ts";
import type { Situation } from "./situation.ts";

/**
 * Why a ranked item stands where it does: the source that brought most of its score, or the
 * session's vector where that brought more. `sources` names all that proposed it, strongest first.
 */
export function explain(options: {
  model: ShopModel;
  situation: Situation;
  ranker: Ranker;
  table: FeatureTable;
  item: RankedItem;
}): { reason: Reason; sources: string[] } {
  const { model, situation, ranker, table, item } = options;
  const contributions = ranker
    .contributions(table, item.row)
    .sort((left, right) => right.score - left.score);
  const sources = contributions.map(({ source }) => source);
  const strongest = contributions[0];
  const fromSession = item.sessionBonus > (strongest?.score ?? 0);
  const source: SourceName = fromSession ? "session_vector" : (strongest?.source ?? "given");
  return { reason: sourceNamed(source).reason(model, situation, item.itemId), sources };
}
