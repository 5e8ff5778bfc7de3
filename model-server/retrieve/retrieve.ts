import type { Candidate } from "@slipstream/algorithms/candidate";
import type { Placement } from "@slipstream/contracts/placements";
import type { Deadline } from "../deadline.ts";
import type { ShopModel } from "../shop-model.ts";
import type { Situation } from "../situation.ts";
import { coPurchaseSource } from "./co-purchase.ts";
import { coVisitationSource, nextItemSource } from "./co-visitation.ts";
import { contentSource } from "./content.ts";
import { givenSource } from "./given.ts";
import { itemVectorSource } from "./item-vector.ts";
import { newItemsSource } from "./new-items.ts";
import { sessionItemsSource } from "./session-items.ts";
import { sessionKnnSource } from "./session-knn.ts";
import { sessionVectorSource } from "./session-vector.ts";
import { type Source, type SourceName, sourceNames } from "./source.ts";
import { trendingSource } from "./trending.ts";
import { userFactorSource } from "./user-factor.ts";

/** One source's candidates, best first. */
export interface SourceList {
  name: SourceName;
  candidates: readonly Candidate[];
}

/** What retrieval came to. */
export interface Retrieved {
  lists: SourceList[];
  /** False when time did not allow every source. */
  complete: boolean;
  /** Whether a rail of similar items may show an item. */
  isAlike: (itemId: string) => boolean;
}

/** Candidates asked of each source; more when filters will take most of them away. */
const PER_SOURCE = 80;
const PER_SOURCE_FILTERED = 300;

/** Cosine of descriptions from which products of different categories look similar. */
const LOOKS_SIMILAR = 0.3;

const sources = new Map<SourceName, Source>(
  [
    coVisitationSource,
    nextItemSource,
    sessionKnnSource,
    coPurchaseSource,
    sessionVectorSource,
    userFactorSource,
    itemVectorSource,
    contentSource,
    trendingSource,
    sessionItemsSource,
    newItemsSource,
    givenSource,
  ].map((source) => [source.name, source]),
);

const itemToItem: readonly SourceName[] = ["content", "co_visitation", "next_item", "item_vector"];
const personal: readonly SourceName[] = [
  "co_visitation",
  "next_item",
  "session_knn",
  "co_purchase",
  "session_vector",
  "user_factor",
];
const rerank: readonly SourceName[] = ["given", ...personal, "trending"];

/** What each kind of rail is made of. */
const sourcesOf: Readonly<Record<Placement, readonly SourceName[]>> = {
  home_for_you: [...personal, "content", "trending", "session_items", "new_items"],
  because_you_viewed: [...itemToItem, "session_knn"],
  similar: itemToItem,
  bought_together: ["co_purchase", "co_visitation", "next_item", "content"],
  cart: ["co_purchase", "co_visitation", "session_knn"],
  trending: ["trending"],
  search_rerank: rerank,
  category_rerank: rerank,
};

export function sourceNamed(name: SourceName): Source {
  return sources.get(name)!;
}

/**
 * Asks the placement's sources, the strongest first, and keeps what may be shown. Every source has
 * a list in the answer, in the order of `sourceNames`; those that time did not allow are empty.
 */
export function retrieve(options: {
  model: ShopModel;
  situation: Situation;
  deadline: Deadline;
  isEligible: (itemId: string) => boolean;
}): Retrieved {
  const { model, situation, deadline, isEligible } = options;
  const { placement, filters, candidates } = situation.request;
  const limit = filters || candidates ? PER_SOURCE_FILTERED : PER_SOURCE;
  const found = new Map<SourceName, Candidate[]>();
  let complete = true;
  for (const name of sourcesOf[placement]) {
    if (deadline.hasPassed) {
      complete = false;
      break;
    }
    const isAlike = looksSimilar(model, situation, found);
    const proposed = sourceNamed(name).propose(model, situation, limit);
    found.set(
      name,
      proposed.filter(({ itemId }) => isEligible(itemId) && isAlike(itemId)),
    );
  }
  const lists = sourceNames.map((name) => ({ name, candidates: found.get(name) ?? [] }));
  return { lists, complete, isAlike: looksSimilar(model, situation, found) };
}

/**
 * What is shown as similar must look similar: where descriptions alone fill the rail, behaviour only
 * says which of the like come first. Where they do not, it says what is similar.
 */
function looksSimilar(
  model: ShopModel,
  { request, anchor }: Situation,
  found: ReadonlyMap<SourceName, readonly Candidate[]>,
): (itemId: string) => boolean {
  const { catalogue } = model;
  const isFull = (found.get("content")?.length ?? 0) >= request.limit;
  if (request.placement !== "similar" || anchor === undefined || !isFull) return () => true;
  const categories = new Set(catalogue.categoriesOf(anchor));
  return (itemId) =>
    catalogue.categoriesOf(itemId).some((category) => categories.has(category)) ||
    catalogue.content.similarity(anchor, itemId) >= LOOKS_SIMILAR;
}
