import { BinaryFormatError, BinaryReader, BinaryWriter } from "@slipstream/contracts/binary";
import { allFinite } from "../vector.ts";
import { rowScorer, type Scores, scoreEvery, scoreRows } from "./inner-products.ts";

const MAGIC = "SLAE";
const VERSION = 1;
const HEADER_BYTES = 4 + 1 + 4 + 2 + 2;

export interface AutoencoderShape {
  items: number;
  /** Numbers of the hidden layer, a multiple of 8; the last is always 1, the items' bias. */
  dims: number;
  /** Items of a history that count. */
  length: number;
}

export interface AutoencoderWeights {
  /** items × dims: what an item of the history adds to the hidden layer. */
  input: Float32Array;
  /** dims. */
  bias: Float32Array;
  /** items × dims: what the hidden layer says of an item. */
  output: Float32Array;
}

/**
 * An autoencoder over sets of items with one hidden layer and a multinomial likelihood: Mult-DAE
 * (Liang et al., WWW 2018, section 2.2). h = tanh(Σ_i a_i / √n + c), score_j = h · b_j.
 */
export class Autoencoder {
  readonly shape: AutoencoderShape;
  readonly weights: AutoencoderWeights;
  /** items × dims, whose inner product with `hidden` is the score. */
  readonly vectors: Float32Array;
  readonly #hidden: Float32Array;

  constructor(shape: AutoencoderShape, weights: AutoencoderWeights) {
    this.shape = shape;
    this.weights = weights;
    this.vectors = weights.output;
    this.#hidden = new Float32Array(shape.dims);
  }

  /** The hidden layer for a history, newest first, each item once. Overwritten by the next call. */
  hidden(history: ArrayLike<number>): Float32Array {
    const { items, dims, length } = this.shape;
    const { input, bias } = this.weights;
    const hidden = this.#hidden.fill(0);
    const known = new Set<number>();
    for (let at = 0; at < history.length && known.size < length; at++) {
      const row = history[at]!;
      if (row >= 0 && row < items) known.add(row);
    }
    for (const row of known) {
      for (let d = 0; d < dims; d++) hidden[d] = hidden[d]! + input[row * dims + d]!;
    }
    activate(hidden, 0, bias, 1 / Math.sqrt(Math.max(known.size, 1)));
    return hidden;
  }

  /** out[i] = score of the item rows[i], a log probability but for a constant; unknown rows get 0. */
  score(history: ArrayLike<number>, rows: Int32Array, out: Scores): void {
    scoreRows({ query: this.hidden(history), vectors: this.vectors, rows, out });
  }

  /** out[row] = score of every item of the catalogue. */
  scoreAll(history: ArrayLike<number>, out: Scores): void {
    scoreEvery(this.hidden(history), this.vectors, out);
  }

  /** A row's score, of a history that is read once; holds until the model is asked again. */
  scorer(history: ArrayLike<number>): (row: number) => number {
    return rowScorer(this.hidden(history), this.vectors);
  }

  toBytes(): Uint8Array {
    const { items, dims, length } = this.shape;
    const { input, bias, output } = this.weights;
    const writer = new BinaryWriter().header(MAGIC, VERSION).u32(items).u16(dims).u16(length);
    return writer.floats(input).floats(bias).floats(output).finish();
  }

  /** Throws BinaryFormatError for bytes that `toBytes` did not write, or not all of them. */
  static fromBytes(bytes: Uint8Array): Autoencoder {
    const reader = new BinaryReader(bytes);
    reader.header(MAGIC, VERSION);
    const shape = { items: reader.u32(), dims: reader.u16(), length: reader.u16() };
    const { items, dims } = shape;
    // Before anything is allocated: a wrong size could ask for any amount of memory.
    if (bytes.length !== HEADER_BYTES + 4 * dims * (2 * items + 1)) {
      throw new BinaryFormatError(`an autoencoder of ${items} items has other bytes`);
    }
    const read = (count: number) => {
      const values = reader.floats(count);
      if (!allFinite(values)) throw new BinaryFormatError("a weight is not finite");
      return values;
    };
    const weights = { input: read(items * dims), bias: read(dims), output: read(items * dims) };
    reader.end();
    return new Autoencoder(shape, weights);
  }
}

/** Sums at `at` to hidden numbers: tanh(sum · share + bias), and 1 as the last. */
export function activate(
  values: Float32Array,
  at: number,
  bias: Float32Array,
  share: number,
): void {
  for (let d = 0; d < bias.length; d++) {
    values[at + d] = Math.tanh(values[at + d]! * share + bias[d]!);
  }
  values[at + bias.length - 1] = 1;
}
