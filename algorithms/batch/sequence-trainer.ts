import { type Random, randomFrom } from "../random.ts";
import { Adam } from "./adam.ts";
import { CandidateScores } from "./candidate-scores.ts";
import { checkInteractions, type Interactions, type OnProgress } from "./interactions.ts";
import { MatrixMemory, paddedColumns, requireBlocks } from "./matrix-memory.ts";
import { UnitRows } from "./normalising.ts";
import { type BatchSettings, PredictionBatches } from "./prediction-batches.ts";
import { SequenceEncoder } from "./sequence-encoder.ts";
import { SequenceModel } from "./sequence-model.ts";
import {
  firstSequenceWeights,
  type SequenceShape,
  type SequenceWeights,
} from "./sequence-weights.ts";

/** How a SequenceModel learns; see SequenceShape and BatchSettings for what is not said here. */
export interface SequenceTraining
  extends Partial<Omit<SequenceShape, "items">>,
    Partial<BatchSettings> {
  seed: number;
  /** Adam's, of the first step. */
  rate?: number;
  /** What Adam takes off the items' vectors. */
  decay?: number;
  /** Share of the numbers of a history's items that is left out at random. */
  dropout?: number;
  onProgress?: OnProgress;
  /** Called after each epoch with the model so far; false ends the training. */
  onEpoch?: (model: SequenceModel, epoch: number) => boolean | undefined;
}

const defaults = {
  dims: 64,
  width: 32,
  length: 20,
  scale: 16,
  epochs: 6,
  batch: 128,
  samples: 512,
  samplePower: 0.5,
  rate: 0.003,
  decay: 0,
  dropout: 0.2,
};

type Settings = typeof defaults & SequenceTraining;

/**
 * Learns a SequenceModel by softmax over shared candidates, with Adam. Same input and seed, same
 * model. Throws InteractionsError for input that cannot be.
 */
export function trainSequenceModel(
  interactions: Interactions,
  training: SequenceTraining,
): SequenceModel {
  checkInteractions(interactions);
  return new SequenceTrainer(interactions, { ...defaults, ...training }).run();
}

class SequenceTrainer {
  readonly #settings: Settings;
  readonly #shape: SequenceShape;
  readonly #batches: PredictionBatches;
  readonly #encoder: SequenceEncoder;
  readonly #scores: CandidateScores;
  readonly #units: UnitRows;
  readonly #random: Random;
  readonly #optimisers: Record<keyof SequenceWeights, Adam>;

  constructor({ items, ...data }: Interactions, settings: Settings) {
    const { dims, width, length, scale, batch, seed, rate, decay } = settings;
    requireBlocks({ rows: { batch }, columns: { dims, "2 × width": 2 * width } });
    this.#settings = settings;
    this.#shape = { items, dims, width, length, scale };
    this.#batches = new PredictionBatches({ items, ...data }, settings);
    const { capacity, width: most } = this.#batches;
    const form = { batch, width: most, dims };
    const memory = MatrixMemory.ofSingles([
      ...SequenceEncoder.sizes(this.#shape, batch, capacity),
      ...CandidateScores.sizes(form),
    ]);
    const shape = this.#shape;
    const weights = firstSequenceWeights(shape, seed);
    this.#encoder = new SequenceEncoder({ shape, weights, memory, batch, capacity });
    this.#scores = new CandidateScores(memory, form);
    this.#random = randomFrom([seed, 2]);
    this.#units = new UnitRows(capacity, dims);
    this.#optimisers = mapParts(this.#encoder.weights, (values, part) =>
      part === "vectors"
        ? new Adam(values, dims, { rate, decay })
        : new Adam(values, values.length, { rate }),
    );
  }

  run(): SequenceModel {
    const { onProgress, onEpoch } = this.#settings;
    this.#batches.run({
      step: (rateShare) => this.#step(rateShare),
      onProgress,
      afterEpoch: onEpoch && ((epoch) => onEpoch(this.#model(), epoch)),
    });
    return this.#model();
  }

  #model(): SequenceModel {
    const weights = mapParts(this.#encoder.weights, (values) => values.slice());
    return new SequenceModel(this.#shape, weights);
  }

  #step(rateShare: number): number {
    const { dropout, scale } = this.#settings;
    this.#fill();
    this.#encoder.forward(this.#batches, { share: dropout, random: this.#random });
    const loss = this.#scores.compare({
      comparison: this.#batches.comparison,
      ...this.#encoder.results,
      scale,
    });
    this.#encoder.backward(this.#batches);
    this.#learn(rateShare);
    return loss;
  }

  /** Unit vectors of the step's items. */
  #fill(): void {
    const { dims } = this.#shape;
    const { items, itemGradients, weights } = this.#encoder;
    const { rows, size } = this.#batches.rows;
    for (let place = 0; place < size; place++) {
      const from = rows[place]! * dims;
      items.set(weights.vectors.subarray(from, from + dims), place * dims);
    }
    this.#units.forward(items, size);
    const end = (size + paddedColumns(1)) * dims;
    items.fill(0, size * dims, end);
    itemGradients.fill(0, 0, end);
  }

  #learn(rateShare: number): void {
    const { dims } = this.#shape;
    const { items, itemGradients, gradients } = this.#encoder;
    const { rows, size } = this.#batches.rows;
    const { vectors, ...dense } = this.#optimisers;
    vectors.begin(rateShare);
    this.#units.backward(items, itemGradients, size);
    for (let place = 0; place < size; place++) {
      vectors.update(rows[place]!, itemGradients, place * dims);
    }
    for (const part of Object.keys(dense) as (keyof typeof dense)[]) {
      dense[part].begin(rateShare);
      dense[part].updateAll(gradients[part]);
    }
  }
}

function mapParts<T>(
  weights: SequenceWeights,
  turn: (values: Float32Array, part: keyof SequenceWeights) => T,
): Record<keyof SequenceWeights, T> {
  return {
    vectors: turn(weights.vectors, "vectors"),
    attention: turn(weights.attention, "attention"),
    places: turn(weights.places, "places"),
    voice: turn(weights.voice, "voice"),
    recency: turn(weights.recency, "recency"),
    mix: turn(weights.mix, "mix"),
  };
}
