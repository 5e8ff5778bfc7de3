import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";
import { batchPlaces, CANDIDATES_PER_SOURCE } from "@slipstream/algorithms/engine/standard";
import type { Placement } from "@slipstream/contracts/placements";
import type { Deadline } from "../deadline.ts";
import { rankColumns } from "../rank/rank-columns.ts";
import type { ShopModel } from "../shop-model.ts";
import type { Situation } from "../situation.ts";

/** What retrieval came to. */
export interface Retrieved {
  /** All candidates with what every source and every feature says of them. */
  table: FeatureTable;
  /** False when time did not allow every source. */
  complete: boolean;
  /** Whether a rail of similar items may show an item. */
  isAlike: (row: number) => boolean;
}

/** Candidates asked of each source where filters will take most of them away. */
const PER_SOURCE_FILTERED = 300;

/** Cosine of descriptions from which products of different categories look similar. */
const LOOKS_SIMILAR = 0.3;

/** Sources that a session's clicks are learnt from offline as well: what a trained ranker reads. */
const ofSession = [
  "co_visitation",
  "next_item",
  "co_visitation_wide",
  "session_knn",
  "session_near",
  "session_vector",
  "popularity",
  "repeat",
  "earlier_items",
  ...batchPlaces,
];
const itemToItem = ["content", "co_visitation", "next_item", "item_vector"];
const personal = [
  "co_visitation",
  "next_item",
  "session_knn",
  ...batchPlaces,
  "co_purchase",
  "session_vector",
  "user_factor",
];
const rerank = ["given", ...personal, "trending"];

/** What each kind of rail is made of. */
const sourcesOf: Readonly<Record<Placement, ReadonlySet<string>>> = {
  home_for_you: new Set([...ofSession, ...personal, "content", "trending", "new_items"]),
  because_you_viewed: new Set([...itemToItem, "session_knn", ...batchPlaces]),
  similar: new Set(itemToItem),
  bought_together: new Set(["co_purchase", "co_visitation", "next_item", "content"]),
  cart: new Set(["co_purchase", "co_visitation", "session_knn", ...batchPlaces]),
  trending: new Set(["trending"]),
  search_rerank: new Set(rerank),
  category_rerank: new Set(rerank),
};

/** Whether the home page asks a source: questions that the blend learns from do as well. */
export function isAskedAtHome(source: string): boolean {
  return sourcesOf.home_for_you.has(source);
}

/**
 * Asks the placement's sources in the engine's order, and keeps what may be shown. Sources whose
 * turn comes when time is up say nothing.
 */
export function retrieve(options: {
  model: ShopModel;
  situation: Situation;
  deadline: Deadline;
  accepts: (row: number) => boolean;
  /** A trained ranker will rank: it reads every source that it was trained on. */
  forTrained: boolean;
}): Retrieved {
  const { model, situation, deadline, accepts, forTrained } = options;
  const { placement, filters, candidates } = situation.request;
  const narrowed = Math.max(PER_SOURCE_FILTERED, candidates?.length ?? 0);
  const perSource = filters || candidates ? narrowed : CANDIDATES_PER_SOURCE;
  const isAlike = looksSimilar(model, situation, { accepts, perSource });
  const asked = sourcesOf[placement];
  let complete = true;
  const table = model.engine.table(situation.query, {
    perSource,
    names: rankColumns,
    accepts: (row) => accepts(row) && isAlike(row),
    asks: ({ name }) => {
      if (!asked.has(name) && !(forTrained && ofSession.includes(name))) return false;
      if (!deadline.hasPassed) return true;
      complete = false;
      return false;
    },
  });
  return { table, complete, isAlike };
}

/**
 * What is shown as similar must look similar: where descriptions alone fill the rail, behaviour only
 * says which of the like come first. Where they do not, it says what is similar.
 */
function looksSimilar(
  model: ShopModel,
  { request, anchorRow }: Situation,
  { accepts, perSource }: { accepts: (row: number) => boolean; perSource: number },
): (row: number) => boolean {
  if (request.placement !== "similar" || anchorRow === undefined) return () => true;
  const { catalogue } = model;
  const described = catalogue.content.alike(anchorRow, perSource).rows.filter(accepts);
  if (described.length < request.limit) return () => true;
  const categories = catalogue.categoriesAt(anchorRow);
  return (row) =>
    catalogue.categoriesAt(row).some((category) => categories.includes(category)) ||
    catalogue.content.similarity(anchorRow, row) >= LOOKS_SIMILAR;
}
