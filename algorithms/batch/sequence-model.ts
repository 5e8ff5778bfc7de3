import { BinaryFormatError, BinaryReader, BinaryWriter } from "@slipstream/contracts/binary";
import { allFinite } from "../vector.ts";
import { addTimes, rowScorer, type Scores, scoreEvery, scoreRows } from "./inner-products.ts";
import { normalise, softmax } from "./normalising.ts";
import { type SequenceShape, type SequenceWeights, sequenceSizes } from "./sequence-weights.ts";

const MAGIC = "SLSQ";
const VERSION = 1;
const HEADER_BYTES = 4 + 1 + 4 + 3 * 2 + 8;
const parts = ["vectors", "attention", "places", "voice", "recency", "mix"] as const;

/**
 * What comes next in a session. Items are unit vectors x (Gupta et al., NISER, 2019). Of the last
 * `length` items, x_0 the newest, each has the share softmax_g(v · σ(K x_g + Q x_0 + p_g) + r_g) in
 * the sum m (the attention of NARM, Li et al., CIKM 2017, with the places of Wang et al., GCE-GNN,
 * SIGIR 2020). The session is the direction of m + W [x_0; m]: in the items' own space to begin
 * with (Hou et al., CORE, SIGIR 2022), and a turn that is learnt. The score is a cosine.
 */
export class SequenceModel {
  readonly shape: SequenceShape;
  readonly weights: SequenceWeights;
  /** items × dims, each of length 1: what an index of nearest neighbours holds. */
  readonly vectors: Float32Array;
  readonly #pair: Float32Array;
  readonly #session: Float32Array;
  readonly #query: Float32Array;
  readonly #shares: Float64Array;

  constructor(shape: SequenceShape, weights: SequenceWeights) {
    const { items, dims, width, length } = shape;
    this.shape = shape;
    this.weights = weights;
    this.vectors = weights.vectors.slice();
    for (let row = 0; row < items; row++) normalise(this.vectors, row * dims, dims);
    this.#pair = new Float32Array(2 * dims);
    this.#session = new Float32Array(dims);
    this.#query = new Float32Array(width);
    this.#shares = new Float64Array(length);
  }

  /**
   * The session's unit vector, zeros for an empty history; overwritten by the next call. History is
   * newest first; rows that are not in the catalogue (−1) are passed over.
   */
  session(history: ArrayLike<number>): Float32Array {
    const { dims } = this.shape;
    const known = this.#known(history);
    this.#pair.fill(0);
    this.#session.fill(0);
    if (known.length === 0) return this.#session;
    this.#pair.set(this.#vector(known[0]!));
    this.#attend(known);
    known.forEach((row, place) => {
      const vector = this.#vector(row);
      for (let d = 0; d < dims; d++) {
        this.#pair[dims + d] = this.#pair[dims + d]! + this.#shares[place]! * vector[d]!;
      }
    });
    this.#session.set(this.#pair.subarray(dims));
    addTimes(this.#pair, this.weights.mix, this.#session);
    normalise(this.#session, 0, dims);
    return this.#session;
  }

  /** out[i] = cosine of the session and the item rows[i]; 0 for an empty history or an unknown row. */
  score(history: ArrayLike<number>, rows: Int32Array, out: Scores): void {
    scoreRows({ query: this.session(history), vectors: this.vectors, rows, out });
  }

  /** out[row] = cosine of the session and every item of the catalogue. */
  scoreAll(history: ArrayLike<number>, out: Scores): void {
    scoreEvery(this.session(history), this.vectors, out);
  }

  /** A row's cosine with the session, which is read once; holds until the model is asked again. */
  scorer(history: ArrayLike<number>): (row: number) => number {
    return rowScorer(this.session(history), this.vectors);
  }

  toBytes(): Uint8Array {
    const { items, dims, width, length, scale } = this.shape;
    const writer = new BinaryWriter().header(MAGIC, VERSION);
    writer.u32(items).u16(dims).u16(width).u16(length).f64(scale);
    for (const part of parts) writer.floats(this.weights[part]);
    return writer.finish();
  }

  /** Throws BinaryFormatError for bytes that `toBytes` did not write, or not all of them. */
  static fromBytes(bytes: Uint8Array): SequenceModel {
    const reader = new BinaryReader(bytes);
    reader.header(MAGIC, VERSION);
    const shape = {
      items: reader.u32(),
      dims: reader.u16(),
      width: reader.u16(),
      length: reader.u16(),
      scale: reader.f64(),
    };
    const sizes = sequenceSizes(shape);
    const floats = parts.reduce((sum, part) => sum + sizes[part], 0);
    // Before anything is allocated: a wrong size could ask for any amount of memory.
    if (bytes.length !== HEADER_BYTES + 4 * floats) {
      throw new BinaryFormatError(`a sequence model of this shape has ${floats} numbers`);
    }
    const read = (part: keyof SequenceWeights) => {
      const values = reader.floats(sizes[part]);
      if (!allFinite(values)) throw new BinaryFormatError(`the ${part} are not all finite`);
      return values;
    };
    const weights = {
      vectors: read("vectors"),
      attention: read("attention"),
      places: read("places"),
      voice: read("voice"),
      recency: read("recency"),
      mix: read("mix"),
    };
    reader.end();
    return new SequenceModel(shape, weights);
  }

  #known(history: ArrayLike<number>): number[] {
    const known: number[] = [];
    for (let at = 0; at < history.length && known.length < this.shape.length; at++) {
      const row = history[at]!;
      if (row >= 0 && row < this.shape.items) known.push(row);
    }
    return known;
  }

  #vector(row: number): Float32Array {
    return this.vectors.subarray(row * this.shape.dims, (row + 1) * this.shape.dims);
  }

  #attend(known: readonly number[]): void {
    const { width } = this.shape;
    const { attention, places, voice, recency } = this.weights;
    const query = this.#query.fill(0);
    addColumns({ vector: this.#vector(known[0]!), matrix: attention, from: width, out: query });
    const hidden = new Float32Array(width);
    let highest = Number.NEGATIVE_INFINITY;
    known.forEach((row, place) => {
      hidden.set(query);
      addColumns({ vector: this.#vector(row), matrix: attention, from: 0, out: hidden });
      let score = recency[place]!;
      for (let w = 0; w < width; w++) {
        const sum = hidden[w]! + places[place * width + w]!;
        score += voice[w]! / (1 + Math.exp(-sum));
      }
      this.#shares[place] = score;
      highest = Math.max(highest, score);
    });
    softmax(this.#shares, 0, known.length, highest);
  }
}

/** out += vector · (columns `from` … of a matrix twice as wide as out). */
function addColumns(options: {
  vector: Float32Array;
  matrix: Float32Array;
  from: number;
  out: Float32Array;
}): void {
  const { vector, matrix, from, out } = options;
  const width = out.length;
  for (let d = 0; d < vector.length; d++) {
    const value = vector[d]!;
    const row = d * 2 * width + from;
    for (let w = 0; w < width; w++) out[w] = out[w]! + value * matrix[row + w]!;
  }
}
