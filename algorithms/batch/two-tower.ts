import { BinaryFormatError, BinaryReader, BinaryWriter } from "@slipstream/contracts/binary";
import { allFinite } from "../vector.ts";
import { rowScorer, type Scores, scoreEvery, scoreRows } from "./inner-products.ts";
import { applyMlp, type MlpWeights, mlpParts, mlpSizes } from "./mlp.ts";
import { normalise } from "./normalising.ts";

const MAGIC = "SLTT";
const VERSION = 1;
const HEADER_BYTES = 4 + 1 + 4 + 4 + 3 * 2 + 2 * 8;

export interface TowerShape {
  items: number;
  /** Number of different content terms; 0 where items have none. */
  terms: number;
  /** Numbers of a vector, a multiple of 8, and of a tower's hidden layer. */
  dims: number;
  hidden: number;
  /** Items of the history that count. */
  length: number;
  /** What each step further back counts less, 0 … 1. */
  decay: number;
  /** What a cosine is multiplied by before the softmax. */
  scale: number;
}

export interface TowerWeights {
  /** items × dims: what goes into both towers, an item's own vector and its content's. */
  bases: Float32Array;
  /** terms × dims. */
  terms: Float32Array;
  user: MlpWeights;
  item: MlpWeights;
}

/**
 * Two towers (Covington et al., RecSys 2016; Yi et al., RecSys 2019): an item's base vector, its
 * own plus the weighted sum of its content's, through one network; the mean of a history's base
 * vectors, each step back counting `decay` less, through the other. Their cosine is the score. An
 * item that nobody has met has a vector by its content.
 */
export class TwoTower {
  readonly shape: TowerShape;
  readonly weights: TowerWeights;
  /** items × dims, each of length 1, out of the item tower: what an index of neighbours holds. */
  readonly vectors: Float32Array;
  readonly #mean: Float32Array;
  readonly #user: Float32Array;

  constructor(shape: TowerShape, weights: TowerWeights) {
    const { items, dims } = shape;
    this.shape = shape;
    this.weights = weights;
    this.vectors = this.#itemTower(weights.bases, items);
    this.#mean = new Float32Array(dims);
    this.#user = new Float32Array(dims);
  }

  /** The unit vector of an item that the catalogue did not have, by its content alone. */
  vectorOf(content: { terms: ArrayLike<number>; weights: ArrayLike<number> }): Float32Array {
    const { dims, terms: known } = this.shape;
    const base = new Float32Array(dims);
    for (let at = 0; at < content.terms.length; at++) {
      const term = content.terms[at]!;
      if (!(term >= 0 && term < known)) continue;
      for (let d = 0; d < dims; d++) {
        base[d] = base[d]! + content.weights[at]! * this.weights.terms[term * dims + d]!;
      }
    }
    return this.#itemTower(base, 1);
  }

  /** What goes into the user tower: the mean of a history, newest first. Overwritten by the next call. */
  mean(history: ArrayLike<number>): Float32Array {
    const { items, dims, length, decay } = this.shape;
    const mean = this.#mean.fill(0);
    let share = 1;
    let total = 0;
    for (let at = 0, known = 0; at < history.length && known < length; at++) {
      const row = history[at]!;
      if (!(row >= 0 && row < items)) continue;
      for (let d = 0; d < dims; d++) {
        mean[d] = mean[d]! + share * this.weights.bases[row * dims + d]!;
      }
      total += share;
      share *= decay;
      known++;
    }
    if (total > 0) for (let d = 0; d < dims; d++) mean[d] = mean[d]! / total;
    return mean;
  }

  /** The user's unit vector, zeros for a history without known items. Overwritten by the next call. */
  user(history: ArrayLike<number>): Float32Array {
    const { dims } = this.shape;
    const input = this.mean(history);
    if (!input.some((value) => value !== 0)) return this.#user.fill(0);
    const weights = this.weights.user;
    applyMlp({ weights, shape: this.shape, input, out: this.#user, rows: 1 });
    normalise(this.#user, 0, dims);
    return this.#user;
  }

  /** out[i] = cosine of the user and the item rows[i]; 0 for a row that is not of the catalogue. */
  score(history: ArrayLike<number>, rows: Int32Array, out: Scores): void {
    scoreRows({ query: this.user(history), vectors: this.vectors, rows, out });
  }

  /** out[row] = cosine of the user and every item of the catalogue. */
  scoreAll(history: ArrayLike<number>, out: Scores): void {
    scoreEvery(this.user(history), this.vectors, out);
  }

  /** A row's cosine with the user, of a history that is read once; holds until the model is asked again. */
  scorer(history: ArrayLike<number>): (row: number) => number {
    return rowScorer(this.user(history), this.vectors);
  }

  toBytes(): Uint8Array {
    const { items, terms, dims, hidden, length, decay, scale } = this.shape;
    const writer = new BinaryWriter().header(MAGIC, VERSION).u32(items).u32(terms);
    writer.u16(dims).u16(hidden).u16(length).f64(decay).f64(scale);
    writer.floats(this.weights.bases).floats(this.weights.terms);
    for (const part of mlpParts) writer.floats(this.weights.user[part]);
    for (const part of mlpParts) writer.floats(this.weights.item[part]);
    return writer.finish();
  }

  /** Throws BinaryFormatError for bytes that `toBytes` did not write, or not all of them. */
  static fromBytes(bytes: Uint8Array): TwoTower {
    const reader = new BinaryReader(bytes);
    reader.header(MAGIC, VERSION);
    const shape = {
      items: reader.u32(),
      terms: reader.u32(),
      dims: reader.u16(),
      hidden: reader.u16(),
      length: reader.u16(),
      decay: reader.f64(),
      scale: reader.f64(),
    };
    const sizes = mlpSizes(shape);
    const tower = mlpParts.reduce((sum, part) => sum + sizes[part], 0);
    const floats = (shape.items + shape.terms) * shape.dims + 2 * tower;
    // Before anything is allocated: a wrong size could ask for any amount of memory.
    if (bytes.length !== HEADER_BYTES + 4 * floats) {
      throw new BinaryFormatError(`two towers of this shape have ${floats} numbers`);
    }
    const read = (count: number) => {
      const values = reader.floats(count);
      if (!allFinite(values))
        throw new BinaryFormatError("a tower has a number that is not finite");
      return values;
    };
    const readTower = (): MlpWeights => ({
      first: read(sizes.first),
      firstBias: read(sizes.firstBias),
      second: read(sizes.second),
      secondBias: read(sizes.secondBias),
    });
    const bases = read(shape.items * shape.dims);
    const terms = read(shape.terms * shape.dims);
    const weights = { bases, terms, user: readTower(), item: readTower() };
    reader.end();
    return new TwoTower(shape, weights);
  }

  #itemTower(bases: Float32Array, count: number): Float32Array {
    const { dims } = this.shape;
    const out = new Float32Array(count * dims);
    applyMlp({ weights: this.weights.item, shape: this.shape, input: bases, out, rows: count });
    for (let row = 0; row < count; row++) normalise(out, row * dims, dims);
    return out;
  }
}
