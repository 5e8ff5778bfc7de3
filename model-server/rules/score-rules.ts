import type { Rule } from "@slipstream/contracts/merchandising";
import { bestFirst, type RankedItem } from "../ranked-item.ts";
import type { ShopModel } from "../shop-model.ts";
import { fitsTarget } from "./in-force.ts";

/** How far a boost or bury moves an item that does not say: half of the range of scores. */
const DEFAULT_STRENGTH = 0.5;

/** What a rule did to an item: added to its score, or gave it a place. */
export interface RuleMove {
  rule: Rule;
  amount?: number;
  position?: number;
}

/** What rules did, by item. */
export type RuleMoves = Map<string, RuleMove[]>;

/**
 * Boosts and buries: each adds its strength, as a share of the range from the worst to the best
 * score, so that a strength means the same whatever the ranker's scale; 1 lifts the last above the
 * first. Several rules add up.
 */
export function applyScoreRules(
  model: ShopModel,
  rules: readonly Rule[],
  items: readonly RankedItem[],
): { items: readonly RankedItem[]; moves: RuleMoves } {
  const moves: RuleMoves = new Map();
  const moving = rules.filter(({ kind }) => kind === "boost" || kind === "bury");
  if (moving.length === 0 || items.length === 0) return { items, moves };
  const scores = items.map(({ score }) => score);
  const range = Math.max(...scores) - Math.min(...scores) || 1;
  const moved = items.map((item) => {
    const product = model.catalogue.get(item.itemId);
    const fitting =
      product === undefined ? [] : moving.filter((r) => fitsTarget(r.target, product));
    if (fitting.length === 0) return item;
    const steps = fitting.map((rule) => ({ rule, amount: amountOf(rule) * range }));
    moves.set(item.itemId, steps);
    const amount = steps.reduce((sum, step) => sum + step.amount, 0);
    return { ...item, score: item.score + amount };
  });
  return { items: moved.sort(bestFirst), moves };
}

function amountOf({ kind, strength = DEFAULT_STRENGTH }: Rule): number {
  return kind === "boost" ? strength : -strength;
}
