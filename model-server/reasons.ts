import type { Reason } from "@slipstream/contracts/recommend";
import type { Trace } from "./pipeline.ts";
import { oftenBoughtWith } from "./retrieve/seeds.ts";
import { reasonOfSource } from "./retrieve/source-reasons.ts";
import type { ShopModel } from "./shop-model.ts";

/**
 * Why a ranked item stands where it does: the source that brought most of its score, or the
 * session's vector where that brought more. A rail of what is bought together says so wherever it is
 * true, however little it weighed. `sources` names all that proposed it, strongest first.
 */
export function explain(
  model: ShopModel,
  { situation, ranked, rescored }: Trace,
  place: number,
): { reason: Reason; sources: string[] } {
  const { ranker, table } = ranked;
  const row = table.rows[place]!;
  const contributions = ranker
    .contributions(table, situation.query, place)
    .sort((left, right) => right.score - left.score);
  const sources = contributions.map(({ source }) => source);
  const strongest = contributions[0];
  const fromSession = rescored.bonus[place]! > (strongest?.score ?? 0);
  const source = fromSession ? "session_vector" : (strongest?.source ?? "given");
  if (situation.request.placement === "bought_together") {
    const seed = oftenBoughtWith(model, situation, row);
    if (seed !== undefined) {
      return { reason: { code: "bought_together", itemId: model.ids.idOf(seed) }, sources };
    }
  }
  return { reason: reasonOfSource(source, model, situation, row), sources };
}
