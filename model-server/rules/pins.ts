import type { Rule } from "@slipstream/contracts/merchandising";
import type { RecommendedItem } from "@slipstream/contracts/recommend";
import type { Ranking } from "../ranking.ts";
import type { ShopModel } from "../shop-model.ts";
import { fitsTarget } from "./in-force.ts";
import type { RuleMoves } from "./score-rules.ts";

/** Products looked through for one that a pin without ids means. */
const MAX_LOOKED_AT = 2_000;

interface PinParts {
  model: ShopModel;
  rules: readonly Rule[];
  /** The answer without pins. */
  items: readonly RecommendedItem[];
  /** Rows of all candidates, and their order. */
  rows: Int32Array;
  ranked: Ranking;
  isEligible: (row: number) => boolean;
  limit: number;
}

/**
 * Puts pinned items at their places; the others close up behind them. A pin that names items pins
 * each, one after the other; one that names a category, brand or seller pins the best that fits. Where
 * two want one place, the later takes the next. What may not be shown is not pinned either.
 */
export function placePins(parts: PinParts, moves: RuleMoves): RecommendedItem[] {
  const pins = parts.rules.filter(({ kind }) => kind === "pin");
  if (pins.length === 0) return [...parts.items];
  const { places, ruleOf } = assignPlaces(parts, pins);
  const known = new Map(parts.items.map((item) => [item.itemId, item]));
  const rest = parts.items.filter(({ itemId }) => !ruleOf.has(itemId));
  const result: RecommendedItem[] = [];
  const waiting = [...places].sort(([left], [right]) => left - right);
  while (result.length < parts.limit) {
    const next = waiting[0];
    // A list that is shorter than a pin's place ends with the pin.
    const isPin = next !== undefined && (next[0] === result.length || rest.length === 0);
    const position = result.length;
    if (!isPin) {
      const item = rest.shift();
      if (item === undefined) break;
      result.push({ ...item, position });
      continue;
    }
    waiting.shift();
    const itemId = next[1];
    const { score = scoreOf(parts, itemId), sources = [] } = known.get(itemId) ?? {};
    result.push({
      ...{ itemId, score, sources, position, propensity: 1 },
      reason: { code: "picked" },
    });
    moves.set(itemId, [...(moves.get(itemId) ?? []), { rule: ruleOf.get(itemId)!, position }]);
  }
  return result;
}

/** Which item each pinned place has, and by which rule. */
function assignPlaces(
  parts: PinParts,
  pins: readonly Rule[],
): { places: Map<number, string>; ruleOf: Map<string, Rule> } {
  const places = new Map<number, string>();
  const ruleOf = new Map<string, Rule>();
  for (const rule of pins) {
    let place = rule.position ?? 0;
    for (const itemId of itemsOf(parts, rule, ruleOf)) {
      while (places.has(place)) place++;
      if (place >= parts.limit) break;
      places.set(place, itemId);
      ruleOf.set(itemId, rule);
    }
  }
  return { places, ruleOf };
}

function scoreOf({ model, rows, ranked }: PinParts, itemId: string): number {
  const row = model.ids.rowOf(itemId);
  const place = row === undefined ? -1 : rows.indexOf(row);
  return place < 0 ? 0 : ranked.scores[place]!;
}

function itemsOf(
  { model, rows, ranked, isEligible }: PinParts,
  { target }: Rule,
  taken: ReadonlyMap<string, Rule>,
): string[] {
  const fits = (row: number) => {
    const item = model.catalogue.at(row);
    const free = item !== undefined && !taken.has(item.itemId);
    return free && fitsTarget(target, item) && isEligible(row);
  };
  if (target.itemIds?.length) {
    const known = [...new Set(target.itemIds)].map((itemId) => model.ids.rowOf(itemId) ?? -1);
    return known.filter((row) => row >= 0 && fits(row)).map((row) => model.ids.idOf(row));
  }
  const place = ranked.order.find((at) => fits(rows[at]!));
  const newest = () => model.catalogue.newest(target.category).slice(0, MAX_LOOKED_AT).find(fits);
  const best = place === undefined ? newest() : rows[place]!;
  return best === undefined ? [] : [model.ids.idOf(best)];
}
