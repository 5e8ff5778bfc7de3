import { randomFrom } from "../random.ts";
import { Adam } from "./adam.ts";
import { CandidateScores } from "./candidate-scores.ts";
import { HistoryMean } from "./history-mean.ts";
import {
  checkInteractions,
  type Interactions,
  itemCounts,
  type OnProgress,
} from "./interactions.ts";
import { ItemBases } from "./item-bases.ts";
import { MatrixMemory, paddedColumns, requireBlocks } from "./matrix-memory.ts";
import { Mlp, mlpParts } from "./mlp.ts";
import { UnitRows } from "./normalising.ts";
import { type BatchSettings, PredictionBatches } from "./prediction-batches.ts";
import { type TowerShape, TwoTower } from "./two-tower.ts";

/** How two towers learn; see TowerShape and BatchSettings for what is not said here. */
export interface TowerTraining
  extends Partial<Omit<TowerShape, "items" | "terms">>,
    Partial<BatchSettings> {
  seed: number;
  /** Adam's, of the first step. */
  rate?: number;
  onProgress?: OnProgress;
  /** Called after each epoch with the model so far; false ends the training. */
  onEpoch?: (model: TwoTower, epoch: number) => boolean | undefined;
}

const defaults = {
  dims: 64,
  hidden: 128,
  length: 20,
  decay: 0.8,
  scale: 16,
  epochs: 6,
  batch: 128,
  samples: 256,
  samplePower: 0.5,
  rate: 0.002,
};

type Settings = typeof defaults & TowerTraining;

/**
 * Learns a TwoTower by softmax over the items of the batch and some drawn ones, logQ corrected
 * (Yi et al., RecSys 2019), with Adam. Same input and seed, same model. Throws InteractionsError
 * for input that cannot be.
 */
export function trainTwoTower(interactions: Interactions, training: TowerTraining): TwoTower {
  checkInteractions(interactions);
  return new TowerTrainer(interactions, { ...defaults, ...training }).run();
}

class TowerTrainer {
  readonly #settings: Settings;
  readonly #shape: TowerShape;
  readonly #batches: PredictionBatches;
  readonly #bases: ItemBases;
  readonly #user: Mlp;
  readonly #item: Mlp;
  readonly #scores: CandidateScores;
  readonly #mean: HistoryMean;
  readonly #userUnits: UnitRows;
  readonly #itemUnits: UnitRows;
  readonly #optimisers: { adam: Adam; slopes: Float32Array }[];

  constructor(data: Interactions, settings: Settings) {
    const { dims, hidden, length, decay, scale, batch, seed, rate } = settings;
    const terms = data.content?.size ?? 0;
    requireBlocks({ rows: { batch }, columns: { dims, hidden } });
    this.#settings = settings;
    this.#shape = { items: data.items, terms, dims, hidden, length, decay, scale };
    this.#batches = new PredictionBatches(data, settings);
    const { width, capacity } = this.#batches;
    const form = { batch, width, dims };
    const shape = { dims, hidden };
    const memory = MatrixMemory.ofSingles([
      ...Mlp.sizes(shape, batch),
      ...Mlp.sizes(shape, width),
      ...CandidateScores.sizes(form),
    ]);
    const random = randomFrom([seed, 0]);
    this.#bases = new ItemBases({
      ...{ items: data.items, content: data.content, counts: itemCounts(data) },
      ...{ dims, capacity, rate, random },
    });
    this.#user = new Mlp({ memory, shape, capacity: batch, random });
    this.#item = new Mlp({ memory, shape, capacity: width, random });
    this.#scores = new CandidateScores(memory, form);
    this.#mean = new HistoryMean({ dims, length, decay });
    this.#userUnits = new UnitRows(batch, dims);
    this.#itemUnits = new UnitRows(width, dims);
    this.#optimisers = [this.#user, this.#item].flatMap(({ weights, gradients }) =>
      mlpParts.map((part) => ({
        adam: new Adam(weights[part], weights[part].length, { rate }),
        slopes: gradients[part],
      })),
    );
  }

  run(): TwoTower {
    const { onProgress, onEpoch } = this.#settings;
    this.#batches.run({
      step: (rateShare) => this.#step(rateShare),
      onProgress,
      afterEpoch: onEpoch && ((epoch) => onEpoch(this.#model(), epoch)),
    });
    return this.#model();
  }

  #model(): TwoTower {
    const copy = ({ weights }: Mlp) => ({
      first: weights.first.slice(),
      firstBias: weights.firstBias.slice(),
      second: weights.second.slice(),
      secondBias: weights.secondBias.slice(),
    });
    return new TwoTower(this.#shape, {
      bases: this.#bases.all(),
      terms: this.#bases.terms.slice(),
      user: copy(this.#user),
      item: copy(this.#item),
    });
  }

  #step(rateShare: number): number {
    const { batch, dims, scale } = this.#settings;
    const { rows } = this.#batches;
    const width = paddedColumns(rows.candidates);
    const [user, item] = [this.#user, this.#item];
    this.#bases.gather(rows);
    item.input.set(this.#bases.batch.subarray(0, width * dims));
    this.#mean.forward(this.#batches, this.#bases.batch, user.input);
    user.forward(batch);
    item.forward(width);
    this.#userUnits.forward(user.output, batch);
    this.#itemUnits.forward(item.output, width);
    item.outputGradients.fill(0, 0, width * dims);
    const loss = this.#scores.compare({
      comparison: this.#batches.comparison,
      ...{ sessions: user.output, sessionGradients: user.outputGradients },
      ...{ items: item.output, itemGradients: item.outputGradients, scale },
    });
    this.#userUnits.backward(user.output, user.outputGradients, batch);
    this.#itemUnits.backward(item.output, item.outputGradients, width);
    user.backward(batch);
    item.backward(width);
    this.#learn(rateShare);
    return loss;
  }

  #learn(rateShare: number): void {
    const { dims } = this.#settings;
    const { rows } = this.#batches;
    const { gradients } = this.#bases;
    gradients.set(this.#item.inputGradients.subarray(0, rows.candidates * dims));
    this.#mean.backward(this.#batches, this.#user.inputGradients, gradients);
    this.#bases.learn(rows, rateShare);
    for (const { adam, slopes } of this.#optimisers) {
      adam.begin(rateShare);
      adam.updateAll(slopes);
    }
  }
}
