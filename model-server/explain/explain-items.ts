import type { ItemExplanation } from "@slipstream/contracts/recommend";
import type { Recommendation, Trace } from "../pipeline.ts";
import { type Ranking, rankingOf } from "../ranking.ts";
import type { ShopModel } from "../shop-model.ts";
import { proposalsOf } from "./proposals.ts";

/** Explains items of an answer, ranked or put in by a rule or to fill up; others are left out. */
export function explainItems(
  { model, response, trace }: Recommendation,
  itemIds: readonly string[],
): ItemExplanation[] {
  if (trace === undefined) return [];
  const positions = new Map(response.items.map(({ itemId, position }) => [itemId, position]));
  const ranks = ranksOf(trace);
  return itemIds.flatMap((itemId) => {
    const position = positions.get(itemId);
    const place = trace.ranked.table.rows.indexOf(model.ids.rowOf(itemId) ?? -1);
    if (place < 0 && position === undefined) return [];
    return [explainItem({ model, trace, ranks, itemId, place, position })];
  });
}

/** The answer with an explanation of each item that it shows. */
export function withExplanations(recommendation: Recommendation): Recommendation["response"] {
  const { response } = recommendation;
  const shown = response.items.map(({ itemId }) => itemId);
  return { ...response, explanations: explainItems(recommendation, shown) };
}

/** Rank after each stage, from 1, by place in the table. */
interface StageRanks {
  ranked: Int32Array;
  rescored: Int32Array;
  diverse: Int32Array;
}

function ranksOf({ ranked, rescored, diverse }: Trace): StageRanks {
  const of = ({ order }: Ranking) => {
    const ranks = new Int32Array(order.length);
    order.forEach((place, at) => {
      ranks[place] = at + 1;
    });
    return ranks;
  };
  return { ranked: of(rankingOf(ranked.scores)), rescored: of(rescored), diverse: of(diverse) };
}

/** `place` in the feature table; −1 for an item that was not ranked. */
function explainItem(options: {
  model: ShopModel;
  trace: Trace;
  ranks: StageRanks;
  itemId: string;
  place: number;
  position: number | undefined;
}): ItemExplanation {
  const { model, trace, ranks, itemId, place, position } = options;
  const { ranked, rescored } = trace;
  return {
    itemId,
    title: model.catalogue.get(itemId)?.title ?? itemId,
    ...(position === undefined ? {} : { position }),
    sources: place < 0 ? [] : sourcesOf(trace, place),
    features: place < 0 ? {} : featuresOf(trace, place),
    ranker: { score: ranked.scores[place] ?? 0, rank: ranks.ranked[place] ?? 0 },
    session: {
      bonus: rescored.bonus[place] ?? 0,
      damping: rescored.damping[place] ?? 1,
      score: rescored.scores[place] ?? 0,
      rank: ranks.rescored[place] ?? 0,
    },
    rules: (trace.moves.get(itemId) ?? []).map(({ rule, ...move }) => ({
      ...{ id: rule.id, name: rule.name, kind: rule.kind },
      ...move,
    })),
    diverseRank: ranks.diverse[place] ?? 0,
  };
}

function sourcesOf({ ranked, situation }: Trace, place: number) {
  const { ranker, table } = ranked;
  const contributions = new Map(
    ranker.contributions(table, situation.query, place).map(({ source, score }) => [source, score]),
  );
  return proposalsOf(table, place)
    .map((proposal) => ({ ...proposal, contribution: contributions.get(proposal.source) ?? 0 }))
    .sort((left, right) => right.contribution - left.contribution);
}

/** Those that are 0, or that nothing is known of, left out. */
function featuresOf({ ranked }: Trace, place: number): Record<string, number> {
  const { names, values } = ranked.table;
  return Object.fromEntries(
    names.flatMap((name, at) => {
      const value = values[place * names.length + at]!;
      return value === 0 || Number.isNaN(value) ? [] : [[name, value]];
    }),
  );
}
