import { BinaryFormatError, BinaryReader, BinaryWriter } from "@slipstream/contracts/binary";
import { randomFrom } from "../random.ts";
import { allFinite } from "../vector.ts";
import { gramOf, type LeastSquares, solveRow } from "./ials-solver.ts";
import { rowScorer, type Scores, scoreEvery, scoreRows } from "./inner-products.ts";
import { checkInteractions, type Interactions, type OnProgress } from "./interactions.ts";
import { requireBlocks } from "./matrix-memory.ts";

const MAGIC = "SLAL";
const VERSION = 1;
const HEADER_BYTES = 4 + 1 + 4 + 2 + 2 * 8;

export interface IalsTraining {
  seed: number;
  /** Numbers of a vector, a multiple of 8. */
  dims?: number;
  epochs?: number;
  /** α₀: what a pair that never met counts beside one that did. */
  unobserved?: number;
  regularisation?: number;
  onProgress?: OnProgress;
}

const defaults = { dims: 64, epochs: 8, unobserved: 0.01, regularisation: 0.01 };
/** Of the exponent of how often an item was met by which λ grows (Rendle et al., section 4.2). */
const FREQUENCY_POWER = 1;
const FIRST_DEVIATION = 0.1;
/** Steps of the solver: few while learning, since the next epoch goes on from there. */
const LEARNING_STEPS = 4;
const FOLDING_STEPS = 24;

export interface IalsShape {
  items: number;
  dims: number;
  unobserved: number;
  regularisation: number;
}

/**
 * Implicit ALS (Hu, Koren & Volinsky, ICDM 2008) with the objective and the frequency-scaled
 * regularisation of Rendle et al. ("Revisiting the Performance of iALS", RecSys 2022). A user is
 * whoever has the history: the vector is solved for when it is asked for ("folding in").
 */
export class Ials {
  readonly shape: IalsShape;
  /** items × dims; the inner product with a user's vector is the score. */
  readonly vectors: Float32Array;
  readonly #problem: LeastSquares;
  readonly #user: Float32Array;

  constructor(shape: IalsShape, vectors: Float32Array) {
    this.shape = shape;
    this.vectors = vectors;
    this.#problem = leastSquares(shape, vectors, shape.items);
    this.#user = new Float32Array(shape.dims);
  }

  /** The vector of who has this history, each item once; zeros where none is known. Overwritten. */
  user(history: ArrayLike<number>): Float32Array {
    const user = this.#user.fill(0);
    const rows = Int32Array.from(new Set(Array.from(history)));
    const known = rows.filter((row) => row >= 0 && row < this.shape.items);
    if (known.length > 0) solveRow(this.#problem, known, user, FOLDING_STEPS);
    return user;
  }

  /** out[i] = score of the item rows[i], near 1 where the user would meet it; unknown rows get 0. */
  score(history: ArrayLike<number>, rows: Int32Array, out: Scores): void {
    scoreRows({ query: this.user(history), vectors: this.vectors, rows, out });
  }

  /** out[row] = score of every item of the catalogue. */
  scoreAll(history: ArrayLike<number>, out: Scores): void {
    scoreEvery(this.user(history), this.vectors, out);
  }

  /** A row's score, of a history that is read once; holds until the model is asked again. */
  scorer(history: ArrayLike<number>): (row: number) => number {
    return rowScorer(this.user(history), this.vectors);
  }

  toBytes(): Uint8Array {
    const { items, dims, unobserved, regularisation } = this.shape;
    const writer = new BinaryWriter().header(MAGIC, VERSION).u32(items).u16(dims);
    return writer.f64(unobserved).f64(regularisation).floats(this.vectors).finish();
  }

  /** Throws BinaryFormatError for bytes that `toBytes` did not write, or not all of them. */
  static fromBytes(bytes: Uint8Array): Ials {
    const reader = new BinaryReader(bytes);
    reader.header(MAGIC, VERSION);
    const shape = {
      items: reader.u32(),
      dims: reader.u16(),
      unobserved: reader.f64(),
      regularisation: reader.f64(),
    };
    const { items, dims } = shape;
    const isSound = dims % 8 === 0 && shape.unobserved >= 0 && shape.regularisation > 0;
    if (!isSound || bytes.length !== HEADER_BYTES + 4 * items * dims) {
      throw new BinaryFormatError(`iALS of ${items} items has other bytes`);
    }
    const vectors = reader.floats(items * dims);
    if (!allFinite(vectors)) throw new BinaryFormatError("a vector is not finite");
    reader.end();
    return new Ials(shape, vectors);
  }
}

/**
 * Learns Ials, users and items by turns. Same input and seed, same model. Throws InteractionsError
 * for input that cannot be.
 */
export function trainIals(interactions: Interactions, training: IalsTraining): Ials {
  checkInteractions(interactions);
  const { seed, dims, epochs, unobserved, regularisation, onProgress } = {
    ...defaults,
    ...training,
  };
  requireBlocks({ rows: {}, columns: { dims } });
  const { items } = interactions;
  const users = interactions.sequences.map((sequence) => Int32Array.from(new Set(sequence)));
  const visitors = turned(users, items);
  const shape = { items, dims, unobserved, regularisation };
  const random = randomFrom([seed, 0]);
  const limit = (FIRST_DEVIATION * Math.sqrt(3)) / Math.sqrt(dims);
  const itemVectors = new Float32Array(items * dims).map(() => limit * (2 * random.unit() - 1));
  const userVectors = new Float32Array(users.length * dims);
  for (let epoch = 0; epoch < epochs; epoch++) {
    solveAll(leastSquares(shape, itemVectors, items), users, userVectors);
    const loss = solveAll(leastSquares(shape, userVectors, users.length), visitors, itemVectors);
    onProgress?.({ done: epoch + 1, total: epochs, loss });
  }
  return new Ials(shape, itemVectors);
}

function leastSquares(shape: IalsShape, vectors: Float32Array, rows: number): LeastSquares {
  const { dims, unobserved, regularisation } = shape;
  return {
    vectors,
    dims,
    gram: gramOf(vectors, rows, dims).map((value) => unobserved * value),
    penaltyOf: (met) => regularisation * (met + unobserved * rows) ** FREQUENCY_POWER,
  };
}

/** Solves for each row in place; returns the mean squared error of what was met. */
function solveAll(
  problem: LeastSquares,
  met: readonly Int32Array[],
  vectors: Float32Array,
): number {
  const { dims } = problem;
  let errors = 0;
  let count = 0;
  met.forEach((rows, index) => {
    const own = vectors.subarray(index * dims, (index + 1) * dims);
    if (rows.length > 0) errors += solveRow(problem, rows, own, LEARNING_STEPS);
    else own.fill(0);
    count += rows.length;
  });
  return count > 0 ? errors / count : 0;
}

/** Of each item the users that met it. */
function turned(users: readonly Int32Array[], items: number): Int32Array[] {
  const counts = new Int32Array(items);
  for (const rows of users) for (const row of rows) counts[row] = counts[row]! + 1;
  const visitors = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  users.forEach((rows, user) => {
    for (const row of rows) {
      visitors[row]![counts[row]!] = user;
      counts[row] = counts[row]! + 1;
    }
  });
  return visitors;
}
