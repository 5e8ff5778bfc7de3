import { trainAutoencoder } from "@slipstream/algorithms/batch/autoencoder-trainer";
import { Ease } from "@slipstream/algorithms/batch/ease";
import { trainIals } from "@slipstream/algorithms/batch/ials";
import type { Interactions } from "@slipstream/algorithms/batch/interactions";
import { trainSequenceModel } from "@slipstream/algorithms/batch/sequence-trainer";
import { trainTwoTower } from "@slipstream/algorithms/batch/two-tower-trainer";
import type { BatchPlace } from "@slipstream/algorithms/engine/standard";
import type { BatchModel } from "@slipstream/algorithms/sources/batch-model";
import { BATCH_FILE, readBatchModel } from "../batch/batch-maker.ts";
import { sequenceModelOnnx } from "../onnx/sequence-model.ts";
import { twoTowerOnnx } from "../onnx/two-tower.ts";
import type { ModelDescription, ModelFiles } from "../registry/manifest.ts";

const SEED = 1;
/** Sessions below which nothing is learnt. */
const MIN_SEQUENCES = 20;
/** Catalogues up to which EASE is trained: its matrix is inverted whole. */
const EASE_ITEMS = 4_000;
const easeTraining = { regularisation: 300, recency: 0.85 };
/** Pairs of neighbours below which a log is small: it is gone through more often, with more left out. */
const SMALL_PAIRS = 300_000;
const sequenceTraining = {
  small: { most: 10, dropout: 0.4 },
  large: { most: 6, dropout: 0.2 },
};

/** How much is read: the last sessions with so many pairs, and in all epochs together so much. */
export interface Effort {
  pairs: number;
  sequence: number;
  towers: number;
  /** The autoencoder and the factors read whole sessions. */
  sessions: number;
}

/** As much as helps: minutes for each model of a large log. */
export const THOROUGH: Effort = {
  pairs: 800_000,
  sequence: 5_000_000,
  towers: 300_000,
  sessions: 150_000,
};

/** A trained model as it is kept: its bytes in our own format, and as ONNX where it has a graph. */
export interface BatchArtefact {
  name: BatchPlace;
  format: ModelDescription["format"];
  settings: ModelDescription["settings"];
  files: ModelFiles;
  /** Pairs of neighbours in what was learnt, and items that the model knows. */
  pairs: number;
  items: number;
}

interface Made {
  model: BatchModel & { toBytes(): Uint8Array };
  settings: ModelDescription["settings"];
  onnx?: Uint8Array;
}
type Make = (data: Interactions, pairs: number, effort: Effort) => Made | undefined;

/** Epochs so that about `budget` are read in all, within sensible bounds. */
function epochsFor(amount: number, { budget, most }: { budget: number; most: number }): number {
  return Math.max(1, Math.min(most, Math.round(budget / Math.max(1, amount))));
}

const makers: Readonly<Record<BatchPlace, Make>> = {
  ease: (data) =>
    data.items <= EASE_ITEMS
      ? { model: Ease.train(data, easeTraining), settings: easeTraining }
      : undefined,
  sequence: (data, pairs, { sequence: budget }) => {
    const { most, dropout } = sequenceTraining[pairs < SMALL_PAIRS ? "small" : "large"];
    const training = { dropout, epochs: epochsFor(pairs, { budget, most }) };
    const model = trainSequenceModel(data, { seed: SEED, ...training });
    return { model, settings: { ...model.shape, ...training }, onnx: sequenceModelOnnx(model) };
  },
  two_tower: (data, pairs, { towers: budget }) => {
    const epochs = epochsFor(pairs, { budget, most: 8 });
    const model = trainTwoTower(data, { seed: SEED, epochs });
    return { model, settings: { ...model.shape, epochs }, onnx: twoTowerOnnx(model) };
  },
  als: (data, _pairs, { sessions: budget }) => {
    const epochs = epochsFor(data.sequences.length, { budget, most: 8 });
    const model = trainIals(data, { seed: SEED, epochs });
    return { model, settings: { ...model.shape, epochs } };
  },
  autoencoder: (data, _pairs, { sessions: budget }) => {
    const epochs = epochsFor(data.sequences.length, { budget, most: 20 });
    const model = trainAutoencoder(data, { seed: SEED, epochs });
    return { model, settings: { ...model.shape, epochs } };
  },
};

/** Trains one model; undefined where the log is too small for it, or the catalogue too large. */
export function trainBatchModel(
  name: BatchPlace,
  interactions: Interactions,
  effort = THOROUGH,
): BatchArtefact | undefined {
  const data = { ...interactions, sequences: lastPairs(interactions.sequences, effort.pairs) };
  if (data.sequences.length < MIN_SEQUENCES) return undefined;
  const pairs = pairsOf(data.sequences);
  const made = makers[name](data, pairs, effort);
  return made && artefactOf(name, made, { pairs, items: data.items });
}

/** The model that an artefact keeps. */
export function modelOf({ name, files }: BatchArtefact): BatchModel {
  return readBatchModel(name, files.get(BATCH_FILE) ?? new Uint8Array(0)).model;
}

function artefactOf(
  name: BatchPlace,
  made: Made,
  { pairs, items }: { pairs: number; items: number },
): BatchArtefact {
  const files = new Map([[BATCH_FILE, made.model.toBytes()]]);
  if (made.onnx !== undefined) files.set("model.onnx", made.onnx);
  const format = made.onnx === undefined ? "slipstream-binary" : "onnx";
  return { name, format, settings: made.settings, files, pairs, items };
}

function pairsOf(sequences: readonly Int32Array[]): number {
  return sequences.reduce((sum, { length }) => sum + Math.max(0, length - 1), 0);
}

function lastPairs(sequences: readonly Int32Array[], limit: number): readonly Int32Array[] {
  let first = sequences.length;
  for (let pairs = 0; first > 0 && pairs < limit; first--)
    pairs += sequences[first - 1]!.length - 1;
  return sequences.slice(first);
}
