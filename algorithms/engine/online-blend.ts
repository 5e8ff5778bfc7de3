import type { FeatureTable } from "./feature-table.ts";
import type { Query } from "./query.ts";

const LEARNING_RATE = 0.1;
const EPSILON = 1e-8;
/** Session lengths from which a place in the session has weights of its own. */
const PLACES = [1, 2, 4, 8] as const;
const RANK = ".rr";
const STANDARD = ".z";

/** All that a blend is: publish `features` and `weights`, keep `squares` to go on learning. */
export interface BlendState {
  /** Steps learnt. */
  version: number;
  /** What each weight is for: a column, and the same at each place in the session. */
  features: string[];
  weights: Float64Array;
  squares: Float64Array;
}

/** A state whose features are not those of this build. */
export class BlendStateError extends Error {
  override readonly name = "BlendStateError";
  readonly code = "blend_features_differ";
}

/** Columns that a linear blend can add up: z-scores and reciprocal ranks. */
function blendColumns(names: readonly string[]): Int32Array {
  return Int32Array.from(
    names.flatMap((name, column) =>
      name.endsWith(STANDARD) || name.endsWith(RANK) ? [column] : [],
    ),
  );
}

/**
 * A linear blend of sources, learnt online by softmax over one answer's candidates: score = w·x,
 * loss = −log softmax(score)[chosen], Adagrad (Duchi, Hazan & Singer 2011). w is a shared part plus
 * one for the place in the session: what the second click says is not what the tenth says. It
 * starts as a sum of reciprocal ranks, which works before any click.
 */
export class OnlineBlend {
  readonly columns: Int32Array;
  readonly #names: readonly string[];
  /** Where each source's rank and z are among `columns`; −1: it has no z. */
  readonly #sources: readonly { source: string; rank: number; standard: number }[];
  readonly #weights: Float64Array;
  readonly #squares: Float64Array;
  #version = 0;

  /** `initial`: weights by column, those that it does not name 0; without it every rank counts 1. */
  constructor(names: readonly string[], initial?: Readonly<Record<string, number>>) {
    this.#names = names;
    this.columns = blendColumns(names);
    const blended = Array.from(this.columns, (column) => names[column]!);
    this.#sources = blended.flatMap((name, rank) => {
      const source = name.slice(0, -RANK.length);
      const standard = blended.indexOf(source + STANDARD);
      return name.endsWith(RANK) ? [{ source, rank, standard }] : [];
    });
    const length = this.columns.length * (1 + PLACES.length);
    this.#weights = new Float64Array(length);
    this.#squares = new Float64Array(length);
    this.columns.forEach((column, at) => {
      const name = names[column]!;
      const unlearnt = name.endsWith(RANK) ? 1 : 0;
      this.#weights[at] = initial === undefined ? unlearnt : (initial[name] ?? 0);
    });
  }

  /** @throws BlendStateError when the state's features are not those of these columns, in order. */
  static restore(names: readonly string[], state: BlendState): OnlineBlend {
    const blend = new OnlineBlend(names);
    const own = blend.state().features;
    const isSame =
      own.length === state.features.length &&
      own.every((feature, at) => feature === state.features[at]);
    if (!isSame) throw new BlendStateError("the blend's state has other features than this build");
    blend.#weights.set(state.weights);
    blend.#squares.set(state.squares);
    blend.#version = state.version;
    return blend;
  }

  /** Steps learnt. */
  get version(): number {
    return this.#version;
  }

  /** A copy of all of its state. */
  state(): BlendState {
    const columns = Array.from(this.columns, (column) => this.#names[column]!);
    return {
      version: this.#version,
      features: ["", ...PLACES.map((place) => `@≥${place}`)].flatMap((place) =>
        columns.map((name) => name + place),
      ),
      weights: this.#weights.slice(),
      squares: this.#squares.slice(),
    };
  }

  /** One score per candidate, higher is better. */
  score(table: FeatureTable, query: Query): Float64Array {
    const { columns } = this;
    const { values } = table;
    const width = table.names.length;
    const weights = this.#weightsFor(query);
    const scores = new Float64Array(table.rows.length);
    for (let row = 0, at = 0; row < scores.length; row++, at += width) {
      let sum = 0;
      for (let f = 0; f < weights.length; f++) sum += weights[f]! * values[at + columns[f]!]!;
      scores[row] = sum;
    }
    return scores;
  }

  /** What each source that proposes a candidate brought to its score. */
  contributions(
    table: FeatureTable,
    query: Query,
    row: number,
  ): { source: string; score: number }[] {
    const weights = this.#weightsFor(query);
    const at = row * table.names.length;
    const parts: { source: string; score: number }[] = [];
    for (const { source, rank, standard } of this.#sources) {
      const reciprocal = table.values[at + this.columns[rank]!]!;
      if (!(reciprocal > 0)) continue;
      const z = standard < 0 ? 0 : weights[standard]! * table.values[at + this.columns[standard]!]!;
      parts.push({ source, score: z + weights[rank]! * reciprocal });
    }
    return parts;
  }

  /**
   * One step towards ranking the candidate at `chosen` first; returns the loss before it. A place
   * outside of the candidates, one candidate alone, or numbers that are not finite teach nothing:
   * returns NaN.
   */
  learn(table: FeatureTable, query: Query, chosen: number): number {
    const scores = this.score(table, query);
    if (scores.length < 2 || !(chosen >= 0 && chosen < scores.length)) return Number.NaN;
    const highest = scores.reduce((high, score) => Math.max(high, score), Number.NEGATIVE_INFINITY);
    let total = 0;
    for (const score of scores) total += Math.exp(score - highest);
    const loss = Math.log(total) - (scores[chosen]! - highest);
    if (!Number.isFinite(loss)) return Number.NaN;
    const gradient = new Float64Array(this.columns.length);
    const width = table.names.length;
    for (let row = 0; row < scores.length; row++) {
      const error = Math.exp(scores[row]! - highest) / total - (row === chosen ? 1 : 0);
      for (let f = 0; f < gradient.length; f++) {
        gradient[f] = gradient[f]! + error * table.values[row * width + this.columns[f]!]!;
      }
    }
    this.#descend(gradient, 0);
    this.#descend(gradient, this.#offsetOf(query));
    this.#version++;
    return loss;
  }

  #descend(gradient: Float64Array, offset: number): void {
    for (let f = 0; f < gradient.length; f++) {
      const at = offset + f;
      this.#squares[at] = this.#squares[at]! + gradient[f]! ** 2;
      const step = (LEARNING_RATE * gradient[f]!) / (Math.sqrt(this.#squares[at]!) + EPSILON);
      this.#weights[at] = this.#weights[at]! - step;
    }
  }

  /** The shared weights and those of the query's place, added up. */
  #weightsFor(query: Query): Float64Array {
    const place = this.#offsetOf(query);
    const weights = this.#weights.slice(0, this.columns.length);
    for (let f = 0; f < weights.length; f++) weights[f] = weights[f]! + this.#weights[place + f]!;
    return weights;
  }

  #offsetOf({ recent }: Query): number {
    const length = Math.max(1, recent.length);
    let place = 0;
    while (place + 1 < PLACES.length && length >= PLACES[place + 1]!) place++;
    return this.columns.length * (1 + place);
  }
}
