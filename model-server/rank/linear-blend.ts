import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";
import { OnlineBlend } from "@slipstream/algorithms/engine/online-blend";
import type { Query } from "@slipstream/algorithms/engine/query";
import { standardColumns } from "@slipstream/algorithms/engine/standard";
import type { Placement } from "@slipstream/contracts/placements";
import { rankColumns } from "./rank-columns.ts";
import type { Ranker } from "./ranker.ts";

/** Where a blend starts that knows nothing: reciprocal ranks, co-visitation counting most. */
const initialWeights: Readonly<Record<string, number>> = {
  "co_visitation.rr": 1.5,
  "next_item.rr": 1.5,
  "session_knn.rr": 1,
  "co_purchase.rr": 1,
  "session_vector.rr": 0.7,
  "user_factor.rr": 0.5,
  "trending.rr": 0.1,
  "item_vector.rr": 0.7,
  "content.z": 0.1,
  "content.rr": 0.6,
  "repeat.rr": 0.4,
  "new_items.rr": 0.05,
  "given.rr": 1,
};

/**
 * Content does not say how far to be trusted, behaviour does: two or three visits leave content in
 * front, some dozen put what people really do before it. Rails that are about one kind of relation let
 * its source speak loudest.
 */
const placementWeights: Partial<Record<Placement, Readonly<Record<string, number>>>> = {
  similar: {
    "content.z": 0.5,
    "content.rr": 2,
    "item_vector.rr": 1,
    "co_visitation.rr": 1,
    "next_item.rr": 0.5,
  },
  because_you_viewed: { "content.z": 0.2, "content.rr": 1 },
  // One order that had both stands behind the nearest of kind, two before it.
  bought_together: {
    "co_purchase.rr": 5,
    "co_visitation.rr": 0.5,
    "next_item.rr": 0.3,
    "content.rr": 1,
  },
  cart: { "co_purchase.rr": 6, "co_visitation.rr": 0.7 },
  search_rerank: { "given.rr": 3 },
};

/** The blend before it has learnt: reciprocal ranks with the placement's own emphasis. */
export function initialBlend(placement: Placement): OnlineBlend {
  return new OnlineBlend(standardColumns, { ...initialWeights, ...placementWeights[placement] });
}

/** A linear blend of the sources: the ranker until a trained one proves better. */
export class LinearBlendRanker implements Ranker {
  readonly name = "linear-blend";
  readonly features = rankColumns;
  readonly knowsSession = false;
  readonly version: string;
  readonly #blend: OnlineBlend;

  constructor(blend: OnlineBlend, version: string) {
    this.#blend = blend;
    this.version = version;
  }

  /** Reads the engine's columns, and no others of a wider table. */
  score(table: FeatureTable, query: Query): Float64Array {
    return this.#blend.score(table, query);
  }

  contributions(table: FeatureTable, query: Query, row: number) {
    return this.#blend.contributions(table, query, row);
  }
}
