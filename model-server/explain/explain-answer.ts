import type { ExplainResponse, Refusal, Verdict } from "@slipstream/contracts/debugger";
import type { Recommendation, Trace } from "../pipeline.ts";
import { fitsTarget } from "../rules/in-force.ts";
import type { ShopModel } from "../shop-model.ts";
import { explainItems, withExplanations } from "./explain-items.ts";

/** All of how an answer came about, and of each wanted item why it is in it or not. */
export function explainAnswer(
  recommendation: Recommendation,
  wanted: readonly string[],
): ExplainResponse {
  const { model, trace } = recommendation;
  const situation = trace?.situation;
  const lists = trace?.retrieved.lists ?? [];
  return {
    recommendation: withExplanations(recommendation),
    situation: {
      ...(situation?.anchor === undefined ? {} : { anchor: situation.anchor }),
      seeds: [...(situation?.seeds ?? [])],
      interests: [...(situation?.interests ?? [])],
      hidden: [...(situation?.hidden ?? [])],
      bought: [...(situation?.bought ?? [])],
      hasSessionVector: situation?.sessionVector !== undefined,
      hasUserFactor: situation?.userFactor !== undefined,
    },
    candidates: Object.fromEntries(
      lists.filter((l) => l.candidates.length > 0).map((l) => [l.name, l.candidates.length]),
    ),
    ranked: trace?.ranked.length ?? 0,
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
  const refusal = trace.refusalOf(itemId);
  if (refusal !== undefined)
    return { code: "filtered", refusal, ...ruleOf(model, trace, itemId, refusal) };
  const at = trace.diverse.findIndex((item) => item.itemId === itemId);
  if (at >= 0) return { code: "ranked_below", rank: at + 1, of: trace.diverse.length };
  if (!trace.retrieved.isAlike(itemId)) return { code: "filtered", refusal: "not_alike" };
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
