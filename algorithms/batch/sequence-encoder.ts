import type { Random } from "../random.ts";
import { type MatrixMemory, paddedRows, transpose } from "./matrix-memory.ts";
import { UnitRows } from "./normalising.ts";
import { type HistoryBatch, SequenceAttention } from "./sequence-attention.ts";
import { type SequenceShape, type SequenceWeights, sequenceSizes } from "./sequence-weights.ts";

export interface Dropout {
  /** Share of the numbers of each item of a history that is left out. */
  share: number;
  random: Random;
}

/**
 * The session vectors of a batch, and the gradients of all that they were worked out from; see
 * SequenceModel for the formula. Everything that is the same for all examples is a matrix product.
 */
export class SequenceEncoder {
  readonly weights: SequenceWeights;
  /** capacity × dims: the unit vectors of the batch's items by place, filled by the caller. */
  readonly items: Float32Array;
  /** Their gradients. */
  readonly itemGradients: Float32Array;
  /** batch × dims: unit vectors out of `forward`. */
  readonly sessions: Float32Array;
  /** batch × dims: what `backward` starts from; it is used up. */
  readonly sessionGradients: Float32Array;
  /** Gradients of all weights but the items' vectors. */
  readonly gradients: Omit<SequenceWeights, "vectors">;
  readonly #shape: SequenceShape;
  readonly #memory: MatrixMemory<Float32Array>;
  readonly #batch: number;
  readonly #hidden: Float32Array;
  readonly #hiddenGradients: Float32Array;
  readonly #attentionTurned: Float32Array;
  readonly #mixTurned: Float32Array;
  /** batch × (last item, then sum). */
  readonly #pairs: Float32Array;
  readonly #pairGradients: Float32Array;
  readonly #units: UnitRows;
  /** batch × length × dims: items as they went into the sum, with what dropout left of them. */
  readonly #kept: Float32Array;
  readonly #attention: SequenceAttention;
  #keep = 1;

  /** Floats of each matrix that it takes from the memory. */
  static sizes(shape: SequenceShape, batch: number, capacity: number): number[] {
    const { dims, width } = shape;
    const { attention, mix } = sequenceSizes(shape);
    const own = [attention, attention, attention, mix, mix, mix];
    const perItem = [dims, dims, 2 * width, 2 * width].map((size) => size * capacity);
    const perExample = [dims, dims, 2 * dims, 2 * dims].map((size) => size * batch);
    return [...own, ...perItem, ...perExample];
  }

  /** `weights` are copied; those that the memory holds are then what is learnt. */
  constructor(options: {
    shape: SequenceShape;
    weights: SequenceWeights;
    memory: MatrixMemory<Float32Array>;
    batch: number;
    capacity: number;
  }) {
    const { shape, weights, memory, batch, capacity } = options;
    const { dims, width, length } = shape;
    const sizes = sequenceSizes(shape);
    this.#shape = shape;
    this.#memory = memory;
    this.#batch = batch;
    const attention = memory.take(sizes.attention);
    const mix = memory.take(sizes.mix);
    attention.set(weights.attention);
    mix.set(weights.mix);
    this.weights = { ...weights, attention, mix };
    this.gradients = {
      attention: memory.take(sizes.attention),
      mix: memory.take(sizes.mix),
      places: new Float32Array(sizes.places),
      voice: new Float32Array(sizes.voice),
      recency: new Float32Array(sizes.recency),
    };
    this.#attentionTurned = memory.take(sizes.attention);
    this.#mixTurned = memory.take(sizes.mix);
    this.items = memory.take(capacity * dims);
    this.itemGradients = memory.take(capacity * dims);
    this.#hidden = memory.take(capacity * 2 * width);
    this.#hiddenGradients = memory.take(capacity * 2 * width);
    this.sessions = memory.take(batch * dims);
    this.sessionGradients = memory.take(batch * dims);
    this.#pairs = memory.take(batch * 2 * dims);
    this.#pairGradients = memory.take(batch * 2 * dims);
    this.#units = new UnitRows(batch, dims);
    this.#kept = new Float32Array(batch * length * dims);
    this.#attention = new SequenceAttention(shape, batch);
  }

  /** Fills `sessions`. */
  forward(batch: HistoryBatch, dropout: Dropout): void {
    const { dims, width } = this.#shape;
    const { rows } = batch;
    const inputs = rows.size - rows.firstInput;
    this.#hidden.fill(0, 0, paddedRows(inputs) * 2 * width);
    this.#memory.addProduct({
      left: this.items.subarray(rows.firstInput * dims),
      right: this.weights.attention,
      into: this.#hidden,
      rows: paddedRows(inputs),
      columns: 2 * width,
      depth: dims,
    });
    this.#dropOut(batch, dropout);
    for (let example = 0; example < this.#batch; example++) {
      this.#attention.forward({ batch, example, hidden: this.#hidden, weights: this.weights });
      this.#sum(example, batch.lengths[example]!);
    }
    this.#memory.addProduct({
      left: this.#pairs,
      right: this.weights.mix,
      into: this.sessions,
      rows: this.#batch,
      columns: dims,
      depth: 2 * dims,
    });
    this.#units.forward(this.sessions, this.#batch);
  }

  /** What stands to be compared, and where the gradients of that go. */
  get results() {
    const { sessions, sessionGradients, items, itemGradients } = this;
    return { sessions, sessionGradients, items, itemGradients };
  }

  /** Adds to the gradients of the items and sets those of the weights, from `sessionGradients`. */
  backward(batch: HistoryBatch): void {
    const { dims, width } = this.#shape;
    this.#units.backward(this.sessions, this.sessionGradients, this.#batch);
    this.#backThroughMix();
    const inputs = paddedRows(batch.rows.size - batch.rows.firstInput);
    this.#hiddenGradients.fill(0, 0, inputs * 2 * width);
    for (const key of ["attention", "places", "voice", "recency"] as const) {
      this.gradients[key].fill(0);
    }
    for (let example = 0; example < this.#batch; example++) {
      this.#backThroughSum(batch, example);
      const { gradients } = this;
      const hidden = this.#hiddenGradients;
      this.#attention.backward({ batch, example, hidden, weights: this.weights, gradients });
    }
    const first = batch.rows.firstInput * dims;
    transpose({
      source: this.weights.attention,
      target: this.#attentionTurned,
      rows: dims,
      columns: 2 * width,
    });
    this.#memory.addProduct({
      left: this.#hiddenGradients,
      right: this.#attentionTurned,
      into: this.itemGradients.subarray(first),
      rows: inputs,
      columns: dims,
      depth: 2 * width,
    });
    this.#memory.addProduct({
      left: this.items.subarray(first),
      right: this.#hiddenGradients,
      into: this.gradients.attention,
      rows: dims,
      columns: 2 * width,
      depth: batch.rows.size - batch.rows.firstInput,
      transposed: true,
    });
  }

  /** Copies the items of each history, some numbers left out and the others that much larger. */
  #dropOut({ histories, lengths }: HistoryBatch, { share, random }: Dropout): void {
    const { dims, length } = this.#shape;
    const items = this.items;
    const kept = this.#kept;
    // One draw gives four bytes, and so four numbers their fate.
    const limit = Math.round(share * 256);
    this.#keep = 1 - limit / 256;
    const growth = 1 / this.#keep;
    for (let example = 0; example < this.#batch; example++) {
      for (let place = 0; place < lengths[example]!; place++) {
        const from = histories[example * length + place]! * dims;
        const to = (example * length + place) * dims;
        let bits = 0;
        for (let d = 0; d < dims; d++) {
          if (limit > 0) bits = (d & 3) === 0 ? random.uint32() : bits >>> 8;
          kept[to + d] = limit > 0 && (bits & 255) < limit ? 0 : items[from + d]! * growth;
        }
      }
    }
  }

  /** The last item and the sum side by side, and the sum as what the session starts from. */
  #sum(example: number, count: number): void {
    const { dims, length } = this.#shape;
    const pairs = this.#pairs;
    const kept = this.#kept;
    const last = example * length * dims;
    const to = example * 2 * dims;
    pairs.fill(0, to, to + 2 * dims);
    if (count > 0) pairs.set(kept.subarray(last, last + dims), to);
    for (let place = 0; place < count; place++) {
      const share = this.#attention.shares[example * length + place]!;
      const from = (example * length + place) * dims;
      for (let d = 0; d < dims; d++) {
        pairs[to + dims + d] = pairs[to + dims + d]! + share * kept[from + d]!;
      }
    }
    this.sessions.set(pairs.subarray(to + dims, to + 2 * dims), example * dims);
  }

  #backThroughMix(): void {
    const { dims } = this.#shape;
    const { mix } = this.weights;
    this.gradients.mix.fill(0);
    this.#pairGradients.fill(0);
    transpose({ source: mix, target: this.#mixTurned, rows: 2 * dims, columns: dims });
    this.#memory.addProduct({
      left: this.sessionGradients,
      right: this.#mixTurned,
      into: this.#pairGradients,
      rows: this.#batch,
      columns: 2 * dims,
      depth: dims,
    });
    this.#memory.addProduct({
      left: this.#pairs,
      right: this.sessionGradients,
      into: this.gradients.mix,
      rows: 2 * dims,
      columns: dims,
      depth: this.#batch,
      transposed: true,
    });
    for (let example = 0; example < this.#batch; example++) {
      const sum = example * 2 * dims + dims;
      for (let d = 0; d < dims; d++) {
        this.#pairGradients[sum + d] =
          this.#pairGradients[sum + d]! + this.sessionGradients[example * dims + d]!;
      }
    }
  }

  /** To the items of the sum, and into the attention's slopes what each share was worth. */
  #backThroughSum({ histories, lengths }: HistoryBatch, example: number): void {
    const { dims, length } = this.#shape;
    const kept = this.#kept;
    const gradients = this.#pairGradients;
    const items = this.itemGradients;
    const growth = 1 / this.#keep;
    const last = example * 2 * dims;
    const sum = last + dims;
    for (let place = 0; place < lengths[example]!; place++) {
      const share = this.#attention.shares[example * length + place]!;
      const from = (example * length + place) * dims;
      const to = histories[example * length + place]! * dims;
      let worth = 0;
      for (let d = 0; d < dims; d++) {
        const value = kept[from + d]!;
        if (value === 0) continue;
        const slope = gradients[sum + d]!;
        worth += slope * value;
        const own = place === 0 ? gradients[last + d]! : 0;
        items[to + d] = items[to + d]! + (share * slope + own) * growth;
      }
      this.#attention.slopes[place] = worth;
    }
  }
}
