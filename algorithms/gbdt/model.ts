import { GbdtModelError } from "./model-error.ts";
import { QuickScorer } from "./quick-scorer.ts";
import { checkTrees, joinTrees, type Trees } from "./trees.ts";

/** Why a row has its score: `base` and the features' parts add up to it. */
export interface Contributions {
  base: number;
  /** In the order of the model's features. */
  parts: Float32Array;
}

/** A tree ensemble that scores rows of features; higher is better. */
export class GbdtModel {
  readonly trees: Trees;
  #scorer: QuickScorer | undefined;

  /** @throws GbdtModelError `gbdt_model_damaged` when the arrays are no trees. */
  constructor(trees: Trees) {
    checkTrees(trees);
    this.trees = trees;
  }

  /** A model of several models' trees, in order. */
  static join(features: readonly string[], models: readonly GbdtModel[]): GbdtModel {
    return new GbdtModel(
      joinTrees(
        features,
        models.map(({ trees }) => trees),
      ),
    );
  }

  get features(): readonly string[] {
    return this.trees.features;
  }

  /** @throws GbdtModelError `gbdt_model_features` unless the features are these, in this order. */
  expectFeatures(features: readonly string[]): this {
    const own = this.features;
    const index = features.findIndex((feature, at) => feature !== own[at]);
    if (index < 0 && features.length === own.length) return this;
    const message =
      index < 0
        ? `the model has ${own.length} features, not ${features.length}`
        : `feature ${index} of the model is ${own[index]}, not ${features[index]}`;
    throw new GbdtModelError("gbdt_model_features", message);
  }

  /**
   * Scores of rows × features values, row after row; sums are in float32 and tree by tree, as ONNX
   * runtimes do.
   * @throws GbdtModelError `gbdt_model_features` when the values are no whole rows.
   */
  predict(values: Float32Array): Float32Array {
    const scores = new Float32Array(Math.floor(values.length / this.features.length));
    this.#scorer ??= QuickScorer.of(this.trees);
    if (this.#scorer === undefined) this.addTo(scores, values);
    else {
      this.#expectRows(scores, values);
      this.#scorer.score(values, scores);
    }
    return scores;
  }

  #expectRows(scores: Float32Array, values: Float32Array): void {
    const width = this.features.length;
    if (values.length === scores.length * width) return;
    const message = `${values.length} values are no ${scores.length} rows of ${width} features`;
    throw new GbdtModelError("gbdt_model_features", message);
  }

  /** Adds each row's score to `scores`, walking the trees: best for one tree and many rows. */
  addTo(scores: Float32Array, values: Float32Array): void {
    this.#expectRows(scores, values);
    const width = this.features.length;
    const { roots, feature, threshold, missingLeft, left, right, leaves } = this.trees;
    for (const root of roots) {
      for (let row = 0, at = 0; row < scores.length; row++, at += width) {
        let node = root;
        while (node >= 0) {
          const value = values[at + feature[node]!]!;
          const goesLeft =
            value <= threshold[node]! || (Number.isNaN(value) && missingLeft[node] === 1);
          node = goesLeft ? left[node]! : right[node]!;
        }
        scores[row] = scores[row]! + leaves[~node]!;
      }
    }
  }

  /** How much of all splits' gain each feature had: shares that add up to 1, or 0 without splits. */
  featureImportance(): Float32Array {
    const shares = new Float64Array(this.features.length);
    this.trees.feature.forEach((feature, node) => {
      shares[feature] = shares[feature]! + this.trees.gain[node]!;
    });
    const total = shares.reduce((sum, gain) => sum + gain, 0);
    return Float32Array.from(shares, (gain) => (total > 0 ? gain / total : 0));
  }

  /**
   * What each feature adds to one row's score: along the row's way through each tree, the change of
   * the expected score at a split is the part of the split's feature (Saabas 2014).
   */
  contributions(row: Float32Array): Contributions {
    const { roots, feature, threshold, missingLeft, left, right, leaves, mean } = this.trees;
    const parts = new Float32Array(this.features.length);
    const expected = (node: number) => (node < 0 ? leaves[~node]! : mean[node]!);
    let base = 0;
    for (const root of roots) {
      let node = root;
      let here = expected(root);
      base += here;
      while (node >= 0) {
        const value = row[feature[node]!]!;
        const goesLeft =
          value <= threshold[node]! || (Number.isNaN(value) && missingLeft[node] === 1);
        const next = goesLeft ? left[node]! : right[node]!;
        const there = expected(next);
        parts[feature[node]!]! += there - here;
        node = next;
        here = there;
      }
    }
    return { base, parts };
  }
}
