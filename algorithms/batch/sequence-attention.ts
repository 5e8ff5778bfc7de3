import type { BatchRows } from "./batch-rows.ts";
import { softmax } from "./normalising.ts";
import type { SequenceShape, SequenceWeights } from "./sequence-weights.ts";

/** The histories of a batch. */
export interface HistoryBatch {
  rows: BatchRows;
  /** batch × length places in `rows`, newest first. */
  histories: Int32Array;
  /** Of each example how many of them count. */
  lengths: Int32Array;
}

type AttentionWeights = Pick<SequenceWeights, "places" | "voice" | "recency">;

interface AttentionInput {
  batch: HistoryBatch;
  example: number;
  /** Keys and queries, 2 × width for each input of the batch; backward, their gradients. */
  hidden: Float32Array;
  weights: AttentionWeights;
}

/** What each item of a history counts in the sum, and what follows from what that was worth. */
export class SequenceAttention {
  /** batch × length, those of an example sum to 1. */
  readonly shares: Float64Array;
  /** length: gradients of one example's shares, set by the caller before `backward`. */
  readonly slopes: Float64Array;
  readonly #width: number;
  readonly #length: number;
  readonly #activations: Float32Array;

  constructor({ width, length }: SequenceShape, batch: number) {
    this.#width = width;
    this.#length = length;
    this.shares = new Float64Array(batch * length);
    this.slopes = new Float64Array(length);
    this.#activations = new Float32Array(batch * length * width);
  }

  /** The share of each item in the sum: softmax of v · σ(key + query of the last + place) + recency. */
  forward({ batch, example, hidden, weights }: AttentionInput): void {
    const { rows, histories, lengths } = batch;
    const [width, length] = [this.#width, this.#length];
    const { places, voice, recency } = weights;
    const activations = this.#activations;
    const { shares } = this;
    const first = example * length;
    const query = (histories[first]! - rows.firstInput) * 2 * width + width;
    let highest = Number.NEGATIVE_INFINITY;
    for (let place = 0; place < lengths[example]!; place++) {
      const key = (histories[first + place]! - rows.firstInput) * 2 * width;
      const to = (first + place) * width;
      let score = recency[place]!;
      for (let w = 0; w < width; w++) {
        const sum = hidden[key + w]! + hidden[query + w]! + places[place * width + w]!;
        const activation = 1 / (1 + Math.exp(-sum));
        activations[to + w] = activation;
        score += voice[w]! * activation;
      }
      shares[first + place] = score;
      if (score > highest) highest = score;
    }
    softmax(shares, first, lengths[example]!, highest);
  }

  /** Adds to the gradients of the hidden layer and of the weights, from `slopes`. */
  backward(input: AttentionInput & { gradients: AttentionWeights }): void {
    const { batch, example, hidden, weights, gradients } = input;
    const { rows, histories, lengths } = batch;
    const [width, length] = [this.#width, this.#length];
    const { voice } = weights;
    const { places, voice: voiceGradient, recency } = gradients;
    const first = example * length;
    const query = (histories[first]! - rows.firstInput) * 2 * width + width;
    let mean = 0;
    for (let place = 0; place < lengths[example]!; place++) {
      mean += this.shares[first + place]! * this.slopes[place]!;
    }
    for (let place = 0; place < lengths[example]!; place++) {
      const slope = this.shares[first + place]! * (this.slopes[place]! - mean);
      const key = (histories[first + place]! - rows.firstInput) * 2 * width;
      const from = (first + place) * width;
      recency[place] = recency[place]! + slope;
      for (let w = 0; w < width; w++) {
        const activation = this.#activations[from + w]!;
        voiceGradient[w] = voiceGradient[w]! + slope * activation;
        const step = slope * voice[w]! * activation * (1 - activation);
        hidden[key + w] = hidden[key + w]! + step;
        hidden[query + w] = hidden[query + w]! + step;
        places[place * width + w] = places[place * width + w]! + step;
      }
    }
  }
}
