import { trainAutoencoder } from "@slipstream/algorithms/batch/autoencoder-trainer";
import { Ease } from "@slipstream/algorithms/batch/ease";
import { trainIals } from "@slipstream/algorithms/batch/ials";
import type { Interactions } from "@slipstream/algorithms/batch/interactions";
import { trainSequenceModel } from "@slipstream/algorithms/batch/sequence-trainer";
import { trainTwoTower } from "@slipstream/algorithms/batch/two-tower-trainer";
import { type BatchModel, BatchModelSource } from "@slipstream/algorithms/sources/batch-model";
import { sequenceModelOnnx } from "../onnx/sequence-model.ts";
import { twoTowerOnnx } from "../onnx/two-tower.ts";
import type { ModelDescription, ModelFiles } from "../registry/manifest.ts";
import { EASE_ITEMS, type FittedModels, lastPairs, pairsOf } from "./batch-models.ts";

const SEED = 1;
/** Sessions that are learnt from: the last ones with so many pairs of neighbours. */
const MAX_PAIRS = 400_000;
/** Sessions below which nothing is learnt. */
const MIN_SEQUENCES = 20;
/** The autoencoder and the factors read whole sessions: so many in all epochs together. */
const MAX_SESSIONS_READ = 150_000;

export const batchModelNames = ["ease", "sequence", "two_tower", "als", "autoencoder"] as const;
export type BatchModelName = (typeof batchModelNames)[number];

/** A trained model as it is kept: its bytes in our own format, and as ONNX where it has a graph. */
export interface BatchArtefact {
  name: BatchModelName;
  format: ModelDescription["format"];
  settings: ModelDescription["settings"];
  files: ModelFiles;
  /** Pairs of neighbours in what was learnt. */
  pairs: number;
}

interface Made {
  model: BatchModel & { toBytes(): Uint8Array };
  settings: ModelDescription["settings"];
  onnx?: Uint8Array;
}
type Make = (interactions: Interactions, pairs: number) => Made | undefined;

/** Epochs so that about `budget` are read in all, within sensible bounds. */
function epochsFor(amount: number, { budget, most }: { budget: number; most: number }): number {
  return Math.max(2, Math.min(most, Math.round(budget / Math.max(1, amount))));
}

const makers: Readonly<Record<BatchModelName, Make>> = {
  ease: (data) =>
    data.items <= EASE_ITEMS ? { model: Ease.train(data), settings: {} } : undefined,
  sequence: (data, pairs) => {
    const epochs = epochsFor(pairs, { budget: 800_000, most: 8 });
    const model = trainSequenceModel(data, { seed: SEED, epochs });
    return { model, settings: { ...model.shape, epochs }, onnx: sequenceModelOnnx(model) };
  },
  two_tower: (data, pairs) => {
    const epochs = epochsFor(pairs, { budget: 300_000, most: 8 });
    const model = trainTwoTower(data, { seed: SEED, epochs });
    return { model, settings: { ...model.shape, epochs }, onnx: twoTowerOnnx(model) };
  },
  als: (data) => {
    const epochs = epochsFor(data.sequences.length, { budget: MAX_SESSIONS_READ, most: 8 });
    const model = trainIals(data, { seed: SEED, epochs });
    return { model, settings: { ...model.shape, epochs } };
  },
  autoencoder: (data) => {
    const epochs = epochsFor(data.sequences.length, { budget: MAX_SESSIONS_READ, most: 20 });
    const model = trainAutoencoder(data, { seed: SEED, epochs });
    return { model, settings: { ...model.shape, epochs } };
  },
};

/** Batch models that are trained to be kept: each a source to be measured, and then an artefact. */
export class OfflineModels implements FittedModels {
  readonly sources: readonly BatchModelSource[];
  readonly #names: readonly BatchModelName[];
  readonly #onModel: (name: BatchModelName) => void;
  #artefacts: BatchArtefact[] = [];

  constructor(names: readonly BatchModelName[], onModel: (name: BatchModelName) => void) {
    this.#names = names;
    this.#onModel = onModel;
    this.sources = names.map((name) => new BatchModelSource(name));
  }

  /** Those that the catalogue allowed and the log sufficed for. */
  get artefacts(): readonly BatchArtefact[] {
    return this.#artefacts;
  }

  fit(interactions: Interactions): void {
    const data = { ...interactions, sequences: lastPairs(interactions.sequences, MAX_PAIRS) };
    if (data.sequences.length < MIN_SEQUENCES) return;
    const pairs = pairsOf(data.sequences);
    this.#artefacts = this.#names.flatMap((name, place) => {
      this.#onModel(name);
      const made = makers[name](data, pairs);
      if (made === undefined) return [];
      this.sources[place]!.use(made.model, data.items);
      return [artefactOf(name, made, pairs)];
    });
  }
}

function artefactOf(name: BatchModelName, made: Made, pairs: number): BatchArtefact {
  const files = new Map([["model.bin", made.model.toBytes()]]);
  if (made.onnx !== undefined) files.set("model.onnx", made.onnx);
  const format = made.onnx === undefined ? "slipstream-binary" : "onnx";
  return { name, format, settings: made.settings, files, pairs };
}
