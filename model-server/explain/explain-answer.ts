import type { ExplainResponse, Refusal, Verdict } from "@slipstream/contracts/debugger";
import type { Recommendation, Trace } from "../pipeline.ts";
import { fitsTarget } from "../rules/in-force.ts";
import type { ShopModel } from "../shop-model.ts";
import { explainItems, withExplanations } from "./explain-items.ts";
import { candidatesOf } from "./proposals.ts";

/** All of how an answer came about, and of each wanted item why it is in it or not. */
export function explainAnswer(
  recommendation: Recommendation,
  wanted: readonly string[],
): ExplainResponse {
  const { model, trace } = recommendation;
  const situation = trace?.situation;
  const idsOf = (rows: Iterable<number>) => Array.from(rows, (row) => model.ids.idOf(row));
  return {
    recommendation: withExplanations(recommendation),
    situation: {
      ...(situation?.anchor === undefined ? {} : { anchor: situation.anchor }),
      seeds: idsOf(situation?.seeds ?? []),
      interests: (situation?.interests ?? []).map(({ row: _, ...interest }) => interest),
      hidden: idsOf(situation?.hidden ?? []),
      bought: idsOf(situation?.bought ?? []),
      hasSessionVector: situation?.sessionVector !== undefined,
      hasUserFactor: situation?.userFactor !== undefined,
    },
    candidates: trace === undefined ? {} : candidatesOf(trace.ranked.table),
    ranked: trace?.ranked.table.rows.length ?? 0,
    rules: (trace?.rules ?? []).map(({ id, name, kind }) => ({ id, name, kind })),
    switchesOff: [...model.switches.off],
    wanted: wanted.map((itemId) => explainWanted(recommendation, itemId)),
  };
}

function explainWanted(
  recommendation: Recommendation,
  itemId: string,
): ExplainResponse["wanted"][number] {
  const title = recommendation.model.catalogue.get(itemId)?.title;
  const [explanation] = explainItems(recommendation, [itemId]);
  return {
    itemId,
    ...(title === undefined ? {} : { title }),
    verdict: verdictOn(recommendation, itemId),
    ...(explanation === undefined ? {} : { explanation }),
  };
}

function verdictOn({ model, response, trace }: Recommendation, itemId: string): Verdict {
  const shown = response.items.find((item) => item.itemId === itemId);
  if (shown !== undefined) return { code: "shown", position: shown.position };
  if (trace === undefined) return { code: "switched_off" };
  const row = model.ids.rowOf(itemId);
  if (row === undefined) return { code: "filtered", refusal: "unknown_item" };
  const refusal = trace.refusalOf(row);
  if (refusal !== undefined)
    return { code: "filtered", refusal, ...ruleOf(model, trace, itemId, refusal) };
  const { order } = trace.diverse;
  const rank = order.indexOf(trace.ranked.table.rows.indexOf(row)) + 1;
  if (rank > 0) return { code: "ranked_below", rank, of: order.length };
  if (!trace.retrieved.isAlike(row)) return { code: "filtered", refusal: "not_alike" };
  return { code: "not_retrieved" };
}

/** The rule behind a refusal. */
function ruleOf(model: ShopModel, trace: Trace, itemId: string, refusal: Refusal) {
  const item = model.catalogue.get(itemId);
  if (refusal !== "excluded_by_rule" || item === undefined) return {};
  const rule = trace.rules.find(
    ({ kind, target }) => kind === "exclude" && fitsTarget(target, item),
  );
  return rule === undefined ? {} : { rule: { id: rule.id, name: rule.name } };
}
