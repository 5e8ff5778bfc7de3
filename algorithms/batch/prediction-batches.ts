import { type Random, randomFrom } from "../random.ts";
import { AliasSampler } from "./alias-sampler.ts";
import { BatchRows } from "./batch-rows.ts";
import type { Comparison } from "./candidate-scores.ts";
import {
  type Interactions,
  itemCounts,
  type OnProgress,
  type Predictions,
  predictionsOf,
} from "./interactions.ts";
import { paddedColumns } from "./matrix-memory.ts";
import { shuffle } from "./shuffle.ts";

export interface BatchSettings {
  seed: number;
  /** Most items of a history. */
  length: number;
  /** Examples of a step, a multiple of 4. */
  batch: number;
  /** Negatives drawn for a step, beside the other examples' items. */
  samples: number;
  /** They are drawn by count to this power: 0 is uniform, 1 by popularity. */
  samplePower: number;
  epochs: number;
}

/** Reports of progress of one training, about. */
const REPORTS = 100;
/** The rate falls in a line to this share of itself. */
const LAST_RATE = 0.05;

/**
 * Steps of training on "what comes next": every place of every sequence in random order, each with
 * the items before it, and the candidates that all examples of a step share.
 */
export class PredictionBatches {
  /** Places that items of one step take at most, with room for a block of padding. */
  readonly capacity: number;
  /** The most candidates, a multiple of 8. */
  readonly width: number;
  readonly rows: BatchRows;
  /** batch × length places in `rows`, newest first. */
  readonly histories: Int32Array;
  readonly lengths: Int32Array;
  /** Places of the items that did come next. */
  readonly targets: Int32Array;
  /** What each example counts, 1 in all; 0 for those that only fill the last step up. */
  readonly weights: Float32Array;
  /** Of each candidate −log of the probability that it is one. */
  readonly corrections: Float32Array;
  readonly #starts: Int32Array;
  readonly #data: Interactions;
  readonly #settings: BatchSettings;
  readonly #predictions: Predictions;
  readonly #order: Int32Array;
  readonly #random: Random;
  readonly #sampler: AliasSampler;
  readonly #shares: Float64Array;

  constructor(data: Interactions, settings: BatchSettings) {
    const { batch, length, samples, samplePower, seed } = settings;
    this.#data = data;
    this.#settings = settings;
    this.#predictions = predictionsOf(data);
    this.#order = Int32Array.from({ length: this.#predictions.sequence.length }, (_, at) => at);
    this.#random = randomFrom([seed, 1]);
    const counts = itemCounts(data);
    const total = counts.reduce((sum, count) => sum + count, 0);
    this.#shares = counts.map((count) => count / total);
    this.#sampler = new AliasSampler(counts.map((count) => (count > 0 ? count ** samplePower : 0)));
    const most = Math.min(data.items, batch * (length + 1) + samples);
    this.capacity = paddedColumns(most) + paddedColumns(1);
    this.width = paddedColumns(Math.min(data.items, batch + samples));
    this.rows = new BatchRows(data.items, this.capacity);
    this.histories = new Int32Array(batch * length);
    this.lengths = new Int32Array(batch);
    this.targets = new Int32Array(batch);
    this.weights = new Float32Array(batch);
    this.corrections = new Float32Array(this.width);
    this.#starts = Int32Array.from({ length: batch + 1 }, (_, example) => example);
  }

  /** What the softmax of a step needs. */
  get comparison(): Comparison {
    const { rows, corrections, targets, weights } = this;
    return { candidates: rows.candidates, corrections, targets, starts: this.#starts, weights };
  }

  /**
   * Runs `step` for each step of each epoch, with the share of the rate that it learns at; it
   * returns its mean loss. `afterEpoch` ends the training by false.
   */
  run(options: {
    step: (rateShare: number) => number;
    onProgress?: OnProgress | undefined;
    afterEpoch?: (epoch: number) => boolean | undefined;
  }): void {
    const { step, onProgress, afterEpoch } = options;
    const { epochs, batch } = this.#settings;
    const total = Math.ceil(this.#order.length / batch) * epochs;
    const every = Math.max(1, Math.ceil(total / REPORTS));
    let done = 0;
    let loss = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
      shuffle(this.#order, this.#random);
      for (let from = 0; from < this.#order.length; from += batch) {
        this.#gather(from);
        loss += step(1 - ((1 - LAST_RATE) * done) / total);
        if (++done % every !== 0) continue;
        onProgress?.({ done, total, loss: loss / every });
        loss = 0;
      }
      if (afterEpoch?.(epoch) === false) return;
    }
  }

  #gather(from: number): void {
    const { batch, samples, length } = this.#settings;
    const { rows, histories, lengths, targets, weights } = this;
    const examples = Math.min(batch, this.#order.length - from);
    rows.begin();
    lengths.fill(0);
    weights.fill(0);
    for (let example = 0; example < examples; example++) {
      this.#take(example, this.#order[from + example]!);
      weights[example] = weights[example]! / examples;
    }
    for (let draw = 0; draw < samples; draw++) rows.candidate(this.#sampler.draw(this.#random));
    rows.arrange();
    for (let example = 0; example < examples; example++) {
      targets[example] = rows.placeOf(targets[example]!);
      const first = example * length;
      for (let at = first; at < first + lengths[example]!; at++) {
        histories[at] = rows.placeOf(histories[at]!);
      }
    }
    this.#correct();
  }

  #take(example: number, prediction: number): void {
    const { length } = this.#settings;
    const sequence = this.#predictions.sequence[prediction]!;
    const position = this.#predictions.position[prediction]!;
    const items = this.#data.sequences[sequence]!;
    const count = Math.min(position, length);
    for (let back = 0; back < count; back++) {
      const row = items[position - 1 - back]!;
      this.histories[example * length + back] = row;
      this.rows.input(row);
    }
    this.lengths[example] = count;
    this.weights[example] = this.#data.weights?.[sequence] ?? 1;
    this.targets[example] = items[position]!;
    this.rows.candidate(items[position]!);
  }

  #correct(): void {
    const { batch, samples } = this.#settings;
    const { rows, candidates } = this.rows;
    for (let place = 0; place < candidates; place++) {
      const row = rows[place]!;
      const expected = batch * this.#shares[row]! + samples * this.#sampler.probabilities[row]!;
      this.corrections[place] = -Math.log(-Math.expm1(-expected));
    }
  }
}
