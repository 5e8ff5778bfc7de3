import type { Rule } from "@slipstream/contracts/merchandising";
import { type Ranking, rankingOf } from "../ranking.ts";
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
  { rows, ranking }: { rows: Int32Array; ranking: Ranking },
): { ranking: Ranking; moves: RuleMoves } {
  const moves: RuleMoves = new Map();
  const moving = rules.filter(({ kind }) => kind === "boost" || kind === "bury");
  if (moving.length === 0 || rows.length === 0) return { ranking, moves };
  const { scores, order } = ranking;
  const range = scores[order[0]!]! - scores[order.at(-1)!]! || 1;
  const moved = scores.slice();
  rows.forEach((row, place) => {
    const product = model.catalogue.at(row);
    const fitting =
      product === undefined ? [] : moving.filter((r) => fitsTarget(r.target, product));
    if (product === undefined || fitting.length === 0) return;
    const steps = fitting.map((rule) => ({ rule, amount: amountOf(rule) * range }));
    moves.set(product.itemId, steps);
    moved[place] = steps.reduce((sum, { amount }) => sum + amount, moved[place]!);
  });
  return { ranking: rankingOf(moved), moves };
}

function amountOf({ kind, strength = DEFAULT_STRENGTH }: Rule): number {
  return kind === "boost" ? strength : -strength;
}
