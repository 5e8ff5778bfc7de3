import { BinaryFormatError, BinaryReader, BinaryWriter } from "@slipstream/contracts/binary";
import type { Scores } from "./inner-products.ts";
import {
  checkInteractions,
  type Interactions,
  InteractionsError,
  itemCounts,
} from "./interactions.ts";
import { inverse, type PanelMatrix } from "./inverse.ts";

const MAGIC = "SLEA";
const VERSION = 1;
const HEADER_BYTES = 4 + 1 + 4 + 4 + 8;
/** Largest part of a catalogue whose matrix is inverted: some 15 seconds and 130 MB. */
const MAX_ITEMS = 4_000;
/** Items of a history that count. */
const MAX_HISTORY = 200;

export interface EaseTraining {
  /** λ: what is added to each item's count; the more, the less rare pairs say. */
  regularisation?: number;
  /** What an item of the history counts for each step further back, above 0 … 1. */
  recency?: number;
  /** Weights that are kept of each item, the largest by amount. */
  keep?: number;
  /** At most MAX_ITEMS. The items met most often are learnt, the others score 0. */
  maxItems?: number;
}

const defaults = { regularisation: 200, recency: 0.9, keep: 200, maxItems: MAX_ITEMS };

/** The weights out of each item, row by row: a sparse matrix. */
interface EaseWeights {
  offsets: Int32Array;
  rows: Int32Array;
  values: Float32Array;
}

/**
 * EASE (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019, section 3.1): the
 * exact least squares solution for item to item weights without self-weights, B = −P / diag(P) with
 * P = (XᵀX + λI)⁻¹. What a history says counts `recency`^gap when it is read.
 */
export class Ease {
  readonly items: number;
  readonly recency: number;
  readonly #weights: EaseWeights;
  readonly #all: Float64Array;

  private constructor(items: number, recency: number, weights: EaseWeights) {
    this.items = items;
    this.recency = recency;
    this.#weights = weights;
    this.#all = new Float64Array(items);
  }

  /** Throws InteractionsError for input that cannot be. */
  static train(interactions: Interactions, training: EaseTraining = {}): Ease {
    checkInteractions(interactions);
    const { regularisation, recency, keep, maxItems } = { ...defaults, ...training };
    if (!(regularisation > 0)) throw new InteractionsError("λ must be above 0");
    const known = mostMet(interactions, Math.min(maxItems, MAX_ITEMS));
    const precision = inverse(known.length, (add) =>
      addGram({ interactions, known, regularisation, add }),
    );
    return new Ease(
      interactions.items,
      recency,
      sparse(interactions.items, known, precision, keep),
    );
  }

  /** out[i] = score of the item rows[i] for a history, newest first. Unknown rows score 0. */
  score(history: ArrayLike<number>, rows: Int32Array, out: Scores): void {
    this.scoreAll(history, this.#all);
    for (let at = 0; at < rows.length; at++) out[at] = this.#all[rows[at]!] ?? 0;
  }

  /** out[row] = Σ recency^gap · B[item at gap][row]. */
  scoreAll(history: ArrayLike<number>, out: Scores): void {
    out.fill(0, 0, this.items);
    this.#eachPart(history, (row, amount) => {
      out[row] = out[row]! + amount;
    });
  }

  /** Adds the summands of `scoreAll` that are not 0, row by row. */
  addParts(history: ArrayLike<number>, scores: { add(row: number, amount: number): void }): void {
    this.#eachPart(history, (row, amount) => scores.add(row, amount));
  }

  toBytes(): Uint8Array {
    const { offsets, rows, values } = this.#weights;
    const writer = new BinaryWriter().header(MAGIC, VERSION);
    writer.u32(this.items).u32(rows.length).f64(this.recency);
    for (let item = 1; item <= this.items; item++) writer.u32(offsets[item]!);
    for (const row of rows) writer.u32(row);
    return writer.floats(values).finish();
  }

  /** Throws BinaryFormatError for bytes that `toBytes` did not write, or not all of them. */
  static fromBytes(bytes: Uint8Array): Ease {
    const reader = new BinaryReader(bytes);
    reader.header(MAGIC, VERSION);
    const items = reader.u32();
    const count = reader.u32();
    const recency = reader.f64();
    if (bytes.length !== HEADER_BYTES + 4 * (items + 2 * count)) {
      throw new BinaryFormatError(`EASE of ${items} items and ${count} weights has other bytes`);
    }
    const offsets = new Int32Array(items + 1);
    for (let item = 1; item <= items; item++) offsets[item] = reader.u32();
    const rows = Int32Array.from({ length: count }, () => reader.u32());
    const values = reader.floats(count);
    const isSound =
      offsets[items] === count &&
      offsets.every((offset, item) => offset >= (offsets[item - 1] ?? 0)) &&
      rows.every((row) => row >= 0 && row < items) &&
      values.every(Number.isFinite) &&
      Number.isFinite(recency);
    if (!isSound) throw new BinaryFormatError("the weights of EASE contradict each other");
    reader.end();
    return new Ease(items, recency, { offsets, rows, values });
  }

  #eachPart(history: ArrayLike<number>, visit: (row: number, amount: number) => void): void {
    const { offsets, rows, values } = this.#weights;
    let share = 1;
    for (let gap = 0; gap < Math.min(history.length, MAX_HISTORY); gap++) {
      const item = history[gap]!;
      const end = offsets[item + 1] ?? 0;
      for (let at = offsets[item] ?? 0; at < end; at++) visit(rows[at]!, share * values[at]!);
      share *= this.recency;
    }
  }
}

/** The rows met most often, at most `limit`, ascending; rows never met have nothing to say. */
function mostMet(interactions: Interactions, limit: number): Int32Array {
  const counts = itemCounts(interactions);
  const met = Int32Array.from(counts.keys()).filter((row) => counts[row]! > 0);
  met.sort((left, right) => counts[right]! - counts[left]! || left - right);
  return met.slice(0, limit).sort();
}

/** XᵀX + λI, of which each sequence is a row of X that has each of its items once. */
function addGram(options: {
  interactions: Interactions;
  known: Int32Array;
  regularisation: number;
  add: (row: number, column: number, value: number) => void;
}): void {
  const { interactions, known, regularisation, add } = options;
  const { items, sequences, weights } = interactions;
  const places = new Int32Array(items).fill(-1);
  known.forEach((row, place) => {
    places[row] = place;
    add(place, place, regularisation);
  });
  for (let index = 0; index < sequences.length; index++) {
    const weight = weights?.[index] ?? 1;
    const own = [...new Set(sequences[index])].map((row) => places[row]!).filter((at) => at >= 0);
    for (const row of own) for (const column of own) add(row, column, weight);
  }
}

function sparse(
  items: number,
  known: Int32Array,
  precision: PanelMatrix,
  keep: number,
): EaseWeights {
  const size = known.length;
  const kept = Math.min(keep, Math.max(size - 1, 0));
  const offsets = new Int32Array(items + 1);
  const rows = new Int32Array(kept * size);
  const values = new Float32Array(kept * size);
  const weights = new Float64Array(size);
  const order = new Int32Array(size);
  for (let place = 0; place < size; place++) {
    for (let to = 0; to < size; to++) {
      weights[to] = to === place ? 0 : -precision.at(place, to) / precision.at(to, to);
      order[to] = to;
    }
    order.sort((left, right) => Math.abs(weights[right]!) - Math.abs(weights[left]!));
    // Ascending rows make scoring walk through memory in one direction.
    const best = order.slice(0, kept).sort();
    for (let at = 0; at < kept; at++) {
      rows[place * kept + at] = known[best[at]!]!;
      values[place * kept + at] = weights[best[at]!]!;
    }
    offsets[known[place]! + 1] = kept;
  }
  for (let item = 0; item < items; item++) offsets[item + 1] = offsets[item + 1]! + offsets[item]!;
  return { offsets, rows, values };
}
