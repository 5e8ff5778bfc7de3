import type { Candidate } from "./candidate.ts";

/** Candidates of several sources, one row of features each, in the order that the blend expects. */
export interface BlendRows {
  itemIds: readonly string[];
  /** rows × features, row after row. */
  features: Float32Array;
}

/** All that a blend is: publish `features` and `weights`, keep `squares` to go on learning. */
export interface BlendState {
  version: number;
  features: string[];
  weights: Float32Array;
  squares: Float32Array;
}

/** A state whose features are not those of this build. */
export class BlendStateError extends Error {
  override readonly name = "BlendStateError";
  readonly code = "blend_features_differ";
}

const LEARNING_RATE = 0.1;
const EPSILON = 1e-8;
/** How far below a list's end an item stands that is not in it, in deviations. */
const ABSENCE = 0.5;

/** Two features per source, then the extras: `<source>.z`, `<source>.rr`, `<extra>`. */
export function blendFeatureNames(
  sources: readonly string[],
  extras: readonly string[] = [],
): string[] {
  return [...sources.flatMap((source) => [`${source}.z`, `${source}.rr`]), ...extras];
}

/**
 * Features of the union of all sources' candidates. z: (x − mean) / deviation within the source's
 * own list, where x is the score, or its logarithm when all of the list's scores are above 0
 * (counts are heavy-tailed; a softmax is a product of what its features say). An item that is not
 * in a list has the list's lowest z less ABSENCE; 0 where the list is empty. rr: trust / rank in
 * the list, 0 where it is not in it; a source that does not speak of trust has 1, and equal scores
 * share the mean of their ranks, so that no order of ids speaks. Rows are in the order of first mention. Lists come best first;
 * `extra` gives the values of `extras` for one item.
 */
export function blendRows(options: {
  sources: readonly { name: string; candidates: readonly Candidate[] }[];
  extras?: readonly string[];
  extra?: (itemId: string) => readonly number[];
}): BlendRows {
  const { sources, extras = [], extra } = options;
  const rows = new Map<string, number>();
  for (const source of sources) {
    for (const { itemId } of source.candidates) if (!rows.has(itemId)) rows.set(itemId, rows.size);
  }
  const width = 2 * sources.length + extras.length;
  const features = new Float32Array(rows.size * width);
  sources.forEach(({ candidates }, column) => {
    const standard = standardise(candidates);
    const absent = standard.reduce((low, z) => Math.min(low, z), 0) - ABSENCE;
    for (let row = 0; row < rows.size && standard.length > 0; row++) {
      features[row * width + 2 * column] = absent;
    }
    const ranks = ranksOf(candidates);
    candidates.forEach(({ itemId, trust = 1 }, index) => {
      const at = rows.get(itemId)! * width + 2 * column;
      features[at] = standard[index]!;
      features[at + 1] = Math.max(features[at + 1]!, trust / ranks[index]!);
    });
  });
  for (const [itemId, row] of rows) {
    if (extra !== undefined) features.set(extra(itemId), row * width + 2 * sources.length);
  }
  return { itemIds: [...rows.keys()], features };
}

/** Ranks from 1, equal scores sharing the mean of theirs. Lists come best first. */
function ranksOf(candidates: readonly Candidate[]): Float64Array {
  const ranks = new Float64Array(candidates.length);
  let first = 0;
  for (let next = 1; next <= candidates.length; next++) {
    if (next < candidates.length && candidates[next]!.score === candidates[first]!.score) continue;
    ranks.fill((first + 1 + next) / 2, first, next);
    first = next;
  }
  return ranks;
}

function standardise(candidates: readonly Candidate[]): number[] {
  const positive = candidates.every(({ score }) => score > 0);
  const values = candidates.map(({ score }) => (positive ? Math.log(score) : score));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const deviation = Math.sqrt(variance);
  return values.map((value) => (deviation > 0 ? (value - mean) / deviation : 0));
}

/**
 * A linear blend of sources, learnt online by softmax over one answer's rows: score = w·x,
 * loss = −log softmax(score)[clicked], Adagrad (Duchi, Hazan & Singer 2011) with rate 0.1.
 * It starts as a weighted sum of reciprocal ranks (`initial`), which works before any click.
 */
export class LinearBlend {
  readonly features: readonly string[];
  readonly #weights: Float32Array;
  readonly #squares: Float32Array;
  #version = 0;

  /** `initial`: weights by feature name; features that it does not name start at 0. */
  constructor(features: readonly string[], initial: Readonly<Record<string, number>> = {}) {
    this.features = [...features];
    this.#weights = Float32Array.from(features, (feature) => initial[feature] ?? 0);
    this.#squares = new Float32Array(features.length);
  }

  /** @throws BlendStateError when the state's features are not `features`, in order. */
  static restore(features: readonly string[], state: BlendState): LinearBlend {
    const same =
      features.length === state.features.length &&
      features.every((feature, index) => feature === state.features[index]);
    if (!same) throw new BlendStateError("the blend's state has other features than this build");
    const blend = new LinearBlend(features);
    blend.#weights.set(state.weights);
    blend.#squares.set(state.squares);
    blend.#version = state.version;
    return blend;
  }

  /** A copy of all of its state. */
  state(): BlendState {
    return {
      version: this.#version,
      features: [...this.features],
      weights: this.#weights.slice(),
      squares: this.#squares.slice(),
    };
  }

  /** One score per row, higher is better. */
  score(rows: BlendRows): Float64Array {
    const width = this.features.length;
    const scores = new Float64Array(rows.itemIds.length);
    for (let row = 0; row < scores.length; row++) {
      let sum = 0;
      for (let f = 0; f < width; f++) sum += this.#weights[f]! * rows.features[row * width + f]!;
      scores[row] = sum;
    }
    return scores;
  }

  /**
   * One step towards ranking `clicked` first among the rows; returns the loss before it. An index
   * outside of the rows, a single row, or numbers that are not finite teach nothing: returns NaN.
   */
  learn(rows: BlendRows, clicked: number): number {
    const scores = this.score(rows);
    if (scores.length < 2 || !(clicked >= 0 && clicked < scores.length)) return Number.NaN;
    const highest = scores.reduce((high, score) => Math.max(high, score), Number.NEGATIVE_INFINITY);
    let total = 0;
    for (const score of scores) total += Math.exp(score - highest);
    const loss = Math.log(total) - (scores[clicked]! - highest);
    if (!Number.isFinite(loss)) return Number.NaN;
    this.#descend(
      rows,
      (row) => Math.exp(scores[row]! - highest) / total - (row === clicked ? 1 : 0),
    );
    this.#version++;
    return loss;
  }

  #descend(rows: BlendRows, errorOf: (row: number) => number): void {
    const width = this.features.length;
    const gradient = new Float64Array(width);
    for (let row = 0; row < rows.itemIds.length; row++) {
      const error = errorOf(row);
      for (let f = 0; f < width; f++) {
        gradient[f] = gradient[f]! + error * rows.features[row * width + f]!;
      }
    }
    for (let f = 0; f < width; f++) {
      this.#squares[f] = this.#squares[f]! + gradient[f]! ** 2;
      const step = (LEARNING_RATE * gradient[f]!) / (Math.sqrt(this.#squares[f]!) + EPSILON);
      this.#weights[f] = this.#weights[f]! - step;
    }
  }
}

/** Where a blend starts that knows nothing: reciprocal ranks, co-visitation counting most. */
export const initialBlendWeights: Readonly<Record<string, number>> = {
  "co_visitation.rr": 1.5,
  "next_item.rr": 1.5,
  "session_knn.rr": 1,
  "co_purchase.rr": 1,
  "session_vector.rr": 0.7,
  "user_factor.rr": 0.5,
  "trending.rr": 0.1,
};
