import {
  blendFeatureNames,
  blendRows,
  initialBlendWeights,
  LinearBlend,
} from "@slipstream/algorithms/blend";
import type { BlendMessage } from "@slipstream/contracts/blend";
import type { Placement } from "@slipstream/contracts/placements";
import type { SourceList } from "../retrieve/retrieve.ts";
import { sourceNames } from "../retrieve/source.ts";
import type { FeatureTable, Ranker } from "./ranker.ts";

const features = blendFeatureNames(sourceNames);

/** Weights of the sources that the learners' own table does not name. */
const ownWeights: Readonly<Record<string, number>> = {
  ...initialBlendWeights,
  "item_vector.rr": 0.7,
  "content.z": 0.1,
  "content.rr": 0.6,
  "session_items.rr": 0.4,
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

/** A linear blend of the sources: the ranker until a trained one proves better. */
export class LinearBlendRanker implements Ranker {
  readonly name = "linear-blend";
  readonly features = features;
  readonly version: string;
  readonly #blend: LinearBlend;
  readonly #weights: Float32Array;

  /** Starts from reciprocal ranks with the placement's own emphasis. */
  static initial(placement: Placement): LinearBlendRanker {
    const weights = { ...ownWeights, ...placementWeights[placement] };
    return new LinearBlendRanker(new LinearBlend(features, weights), "initial");
  }

  /** Learnt weights; undefined when they are for other features than this build's. */
  static learnt(message: BlendMessage): LinearBlendRanker | undefined {
    const alike = message.features.every((feature, at) => feature === features[at]);
    if (!alike || message.features.length !== features.length) return undefined;
    const { version, weights } = message;
    const squares = new Float32Array(features.length);
    const blend = LinearBlend.restore(features, { version, features, weights, squares });
    return new LinearBlendRanker(blend, String(version));
  }

  constructor(blend: LinearBlend, version: string) {
    this.#blend = blend;
    this.#weights = blend.state().weights;
    this.version = version;
  }

  featuresOf(lists: readonly SourceList[]): FeatureTable {
    return { lists, rows: blendRows({ sources: lists }) };
  }

  rank(table: FeatureTable): Float64Array {
    return this.#blend.score(table.rows);
  }

  contributions(table: FeatureTable, row: number) {
    const values = table.rows.features;
    return sourceNames.flatMap((source, at) => {
      const first = row * features.length + 2 * at;
      const isProposed = values[first + 1]! > 0;
      const score =
        this.#weights[2 * at]! * values[first]! + this.#weights[2 * at + 1]! * values[first + 1]!;
      return isProposed ? [{ source, score }] : [];
    });
  }
}
