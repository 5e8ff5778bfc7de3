import type { ItemExplanation } from "@slipstream/contracts/recommend";
import type { Recommendation, Trace } from "../pipeline.ts";
import type { RankedItem } from "../ranked-item.ts";
import type { ShopModel } from "../shop-model.ts";

/** Explains items of an answer, ranked or put in by a rule or to fill up; others are left out. */
export function explainItems(
  { model, response, trace }: Recommendation,
  itemIds: readonly string[],
): ItemExplanation[] {
  if (trace === undefined) return [];
  const positions = new Map(response.items.map(({ itemId, position }) => [itemId, position]));
  const places = placesOf(trace);
  return itemIds.flatMap((itemId) => {
    const position = positions.get(itemId);
    if (!places.ranked.has(itemId) && position === undefined) return [];
    return [explainItem({ model, trace, places, itemId, position })];
  });
}

/** The answer with an explanation of each item that it shows. */
export function withExplanations(recommendation: Recommendation): Recommendation["response"] {
  const { response } = recommendation;
  const shown = response.items.map(({ itemId }) => itemId);
  return { ...response, explanations: explainItems(recommendation, shown) };
}

/** Where each item stood after a stage, from 1. */
type Places = ReadonlyMap<string, { rank: number; item: RankedItem }>;

interface StagePlaces {
  ranked: Places;
  rescored: Places;
  diverse: Places;
}

function placesOf({ ranked, rescored, diverse }: Trace): StagePlaces {
  const of = (items: readonly RankedItem[]) =>
    new Map(items.map((item, at) => [item.itemId, { rank: at + 1, item }]));
  return { ranked: of(ranked), rescored: of(rescored), diverse: of(diverse) };
}

function explainItem(options: {
  model: ShopModel;
  trace: Trace;
  places: StagePlaces;
  itemId: string;
  position: number | undefined;
}): ItemExplanation {
  const { model, trace, places, itemId, position } = options;
  const ranked = places.ranked.get(itemId);
  const rescored = places.rescored.get(itemId);
  return {
    itemId,
    title: model.catalogue.get(itemId)?.title ?? itemId,
    ...(position === undefined ? {} : { position }),
    sources: ranked === undefined ? [] : sourcesOf(trace, ranked.item),
    features: ranked === undefined ? {} : featuresOf(trace, ranked.item.row),
    ranker: { score: ranked?.item.score ?? 0, rank: ranked?.rank ?? 0 },
    session: {
      bonus: rescored?.item.sessionBonus ?? 0,
      damping: rescored?.item.damping ?? 1,
      score: rescored?.item.score ?? 0,
      rank: rescored?.rank ?? 0,
    },
    rules: (trace.moves.get(itemId) ?? []).map(({ rule, ...move }) => ({
      ...{ id: rule.id, name: rule.name, kind: rule.kind },
      ...move,
    })),
    diverseRank: places.diverse.get(itemId)?.rank ?? 0,
  };
}

function sourcesOf({ retrieved, ranker, table }: Trace, item: RankedItem) {
  const contributions = new Map(
    ranker.contributions(table, item.row).map(({ source, score }) => [source, score]),
  );
  return retrieved.lists
    .flatMap(({ name, candidates }) => {
      const at = candidates.findIndex(({ itemId }) => itemId === item.itemId);
      if (at < 0) return [];
      const { score, trust = 1 } = candidates[at]!;
      const contribution = contributions.get(name) ?? 0;
      return [{ source: name, rank: at + 1, score, trust, contribution }];
    })
    .sort((left, right) => right.contribution - left.contribution);
}

function featuresOf({ ranker, table }: Trace, row: number): Record<string, number> {
  const width = ranker.features.length;
  const values = table.rows.features.subarray(row * width, (row + 1) * width);
  return Object.fromEntries(
    ranker.features.flatMap((name, at) => (values[at] ? [[name, values[at]]] : [])),
  );
}
