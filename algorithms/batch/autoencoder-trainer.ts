import { type Random, randomFrom } from "../random.ts";
import { Adam } from "./adam.ts";
import { AliasSampler } from "./alias-sampler.ts";
import { Autoencoder, type AutoencoderShape, activate } from "./autoencoder.ts";
import { BatchRows } from "./batch-rows.ts";
import { CandidateScores } from "./candidate-scores.ts";
import {
  checkInteractions,
  type Interactions,
  itemCounts,
  type OnProgress,
} from "./interactions.ts";
import { MatrixMemory, paddedColumns, requireBlocks } from "./matrix-memory.ts";
import { shuffle } from "./shuffle.ts";

/** How an autoencoder learns. */
export interface AutoencoderTraining extends Partial<Omit<AutoencoderShape, "items">> {
  seed: number;
  epochs?: number;
  /** Sequences of a step, a multiple of 4. */
  batch?: number;
  /** Items drawn for a step to stand against those of its sequences, by the root of their count. */
  samples?: number;
  /** Adam's, of the first step. */
  rate?: number;
  decay?: number;
  /** Share of each set that is left out of what the hidden layer sees. */
  dropout?: number;
  onProgress?: OnProgress;
  /** Called after each epoch with the model so far; false ends the training. */
  onEpoch?: (model: Autoencoder, epoch: number) => boolean | undefined;
}

const defaults = {
  ...{ dims: 64, length: 100, epochs: 20, batch: 64, samples: 512 },
  ...{ rate: 0.003, decay: 0, dropout: 0.5 },
};
type Settings = typeof defaults & AutoencoderTraining;

/**
 * Learns an Autoencoder, with Adam: the softmax of a set runs over the items of all sets of the step
 * and some drawn ones. Same input and seed, same model. Throws InteractionsError for input that
 * cannot be.
 */
export function trainAutoencoder(
  interactions: Interactions,
  training: AutoencoderTraining,
): Autoencoder {
  checkInteractions(interactions);
  return new AutoencoderTrainer(interactions, { ...defaults, ...training }).run();
}

class AutoencoderTrainer {
  readonly #settings: Settings;
  readonly #shape: AutoencoderShape;
  readonly #sets: Int32Array[];
  readonly #weights: Float32Array;
  readonly #random: Random;
  readonly #sampler: AliasSampler;
  /** Of each item how often it is expected in one sequence. */
  readonly #shares: Float64Array;
  readonly #rows: BatchRows;
  readonly #input: Float32Array;
  readonly #bias: Float32Array;
  readonly #output: Float32Array;
  readonly #optimisers: { input: Adam; bias: Adam; output: Adam };
  readonly #hidden: Float32Array;
  readonly #hiddenGradients: Float32Array;
  readonly #items: Float32Array;
  readonly #itemGradients: Float32Array;
  readonly #scores: CandidateScores;
  readonly #inputGradients: Float32Array;
  readonly #corrections: Float32Array;
  readonly #rowWeights: Float32Array;
  /** Of each set of the step the places of its items, and whether the hidden layer saw them. */
  readonly #starts: Int32Array;
  readonly #places: Int32Array;
  readonly #isSeen: Uint8Array;

  constructor(data: Interactions, settings: Settings) {
    const { dims, length, batch, samples, seed, rate, decay } = settings;
    const { items } = data;
    requireBlocks({ rows: { batch }, columns: { dims } });
    this.#settings = settings;
    this.#shape = { items, dims, length };
    // The newest items of each, each once.
    this.#sets = data.sequences.map((sequence) =>
      Int32Array.from(new Set(sequence.toReversed())).slice(0, length),
    );
    this.#weights = data.weights ?? new Float32Array(this.#sets.length).fill(1);
    const random = randomFrom([seed, 0]);
    this.#random = random;
    const counts = itemCounts({ items, sequences: this.#sets });
    this.#sampler = new AliasSampler(counts.map(Math.sqrt));
    this.#shares = counts.map((count) => count / this.#sets.length);
    const capacity = paddedColumns(Math.min(items, batch * length + samples));
    this.#rows = new BatchRows(items, capacity);
    const wide = capacity * dims;
    const tall = batch * dims;
    const form = { batch, width: capacity, dims };
    const sizes = [tall, tall, wide, wide, ...CandidateScores.sizes(form)];
    const memory = MatrixMemory.ofSingles(sizes);
    this.#hidden = memory.take(tall);
    this.#hiddenGradients = memory.take(tall);
    this.#items = memory.take(wide);
    this.#itemGradients = memory.take(wide);
    this.#scores = new CandidateScores(memory, form);
    this.#inputGradients = new Float32Array(wide);
    const limit = 1 / Math.sqrt(dims);
    const noise = () => limit * (2 * random.unit() - 1);
    this.#input = new Float32Array(items * dims).map(noise);
    this.#output = new Float32Array(items * dims).map(noise);
    this.#bias = new Float32Array(dims);
    this.#optimisers = {
      input: new Adam(this.#input, dims, { rate, decay }),
      bias: new Adam(this.#bias, dims, { rate }),
      output: new Adam(this.#output, dims, { rate, decay }),
    };
    this.#corrections = new Float32Array(capacity);
    this.#rowWeights = new Float32Array(batch);
    this.#starts = new Int32Array(batch + 1);
    this.#places = new Int32Array(batch * length);
    this.#isSeen = new Uint8Array(batch * length);
  }

  run(): Autoencoder {
    const { epochs, batch, onProgress, onEpoch } = this.#settings;
    const order = Int32Array.from(this.#sets.keys()).filter((set) => this.#sets[set]!.length > 1);
    const steps = Math.ceil(order.length / batch);
    for (let epoch = 0; epoch < epochs; epoch++) {
      shuffle(order, this.#random);
      let loss = 0;
      for (let from = 0; from < order.length; from += batch) {
        this.#gather(order.subarray(from, from + batch));
        loss += this.#step(1 - epoch / epochs);
      }
      if (steps > 0) onProgress?.({ done: epoch + 1, total: epochs, loss: loss / steps });
      if (onEpoch?.(this.#model(), epoch) === false) break;
    }
    return this.#model();
  }

  #model(): Autoencoder {
    return new Autoencoder(this.#shape, {
      input: this.#input.slice(),
      bias: this.#bias.slice(),
      output: this.#output.slice(),
    });
  }

  /** The sets of a step, and the items that their softmax runs over. */
  #gather(sets: Int32Array): void {
    const { samples, dropout } = this.#settings;
    const rows = this.#rows;
    rows.begin();
    this.#rowWeights.fill(0);
    let end = 0;
    this.#starts.forEach((_, example) => {
      this.#starts[example] = end;
      for (const row of this.#sets[sets[example] ?? -1] ?? []) {
        rows.candidate(row);
        this.#isSeen[end] = this.#random.unit() >= dropout ? 1 : 0;
        this.#places[end++] = row;
      }
    });
    for (let draw = 0; draw < samples; draw++) rows.candidate(this.#sampler.draw(this.#random));
    rows.arrange();
    for (let at = 0; at < end; at++) this.#places[at] = rows.placeOf(this.#places[at]!);
    sets.forEach((set, example) => {
      const count = this.#starts[example + 1]! - this.#starts[example]!;
      this.#rowWeights[example] = this.#weights[set]! / (sets.length * count);
    });
    for (let place = 0; place < rows.size; place++) {
      const row = rows.rows[place]!;
      const drawn = samples * this.#sampler.probabilities[row]!;
      const expected = sets.length * this.#shares[row]! + drawn;
      this.#corrections[place] = -Math.log(-Math.expm1(-expected));
    }
  }

  #step(rateShare: number): number {
    const { dims } = this.#settings;
    const { rows, size } = this.#rows;
    const width = paddedColumns(size);
    this.#encode();
    for (let place = 0; place < size; place++) {
      const from = rows[place]! * dims;
      this.#items.set(this.#output.subarray(from, from + dims), place * dims);
    }
    this.#items.fill(0, size * dims, width * dims);
    this.#itemGradients.fill(0, 0, width * dims);
    const loss = this.#scores.compare({
      comparison: {
        ...{ candidates: size, corrections: this.#corrections, weights: this.#rowWeights },
        ...{ targets: this.#places, starts: this.#starts },
      },
      ...{ sessions: this.#hidden, sessionGradients: this.#hiddenGradients },
      ...{ items: this.#items, itemGradients: this.#itemGradients, scale: 1 },
    });
    this.#learn(rateShare);
    return loss;
  }

  /** What a seen item counts in the hidden layer of its set: dropout's growth and 1/√n. */
  #shareOf(example: number): number {
    const count = this.#starts[example + 1]! - this.#starts[example]!;
    return 1 / ((1 - this.#settings.dropout) * Math.sqrt(Math.max(count, 1)));
  }

  #encode(): void {
    const { batch, dims } = this.#settings;
    this.#hidden.fill(0);
    for (let example = 0; example < batch; example++) {
      const to = example * dims;
      this.#eachSeen(example, (place) => {
        const from = this.#rows.rows[place]! * dims;
        for (let d = 0; d < dims; d++) {
          this.#hidden[to + d] = this.#hidden[to + d]! + this.#input[from + d]!;
        }
      });
      activate(this.#hidden, to, this.#bias, this.#shareOf(example));
    }
  }

  #learn(rateShare: number): void {
    const { batch, dims } = this.#settings;
    const { rows, size } = this.#rows;
    const { input, bias, output } = this.#optimisers;
    const slopes = this.#hiddenGradients;
    const biasGradients = new Float32Array(dims);
    this.#inputGradients.fill(0, 0, size * dims);
    for (let example = 0; example < batch; example++) {
      const from = example * dims;
      const share = this.#shareOf(example);
      for (let d = 0; d < dims; d++) {
        // Through tanh; the last number is always 1, and so has no slope.
        slopes[from + d] = slopes[from + d]! * (1 - this.#hidden[from + d]! ** 2);
        biasGradients[d] = biasGradients[d]! + slopes[from + d]!;
      }
      this.#eachSeen(example, (place) => {
        const to = place * dims;
        for (let d = 0; d < dims; d++) {
          this.#inputGradients[to + d] = this.#inputGradients[to + d]! + share * slopes[from + d]!;
        }
      });
    }
    for (const adam of [input, bias, output]) adam.begin(rateShare);
    bias.updateAll(biasGradients);
    for (let place = 0; place < size; place++) {
      input.update(rows[place]!, this.#inputGradients, place * dims);
      output.update(rows[place]!, this.#itemGradients, place * dims);
    }
  }

  #eachSeen(example: number, visit: (place: number) => void): void {
    for (let at = this.#starts[example]!; at < this.#starts[example + 1]!; at++) {
      if (this.#isSeen[at] === 1) visit(this.#places[at]!);
    }
  }
}
