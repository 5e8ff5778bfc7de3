import { Autoencoder } from "@slipstream/algorithms/batch/autoencoder";
import { trainAutoencoder } from "@slipstream/algorithms/batch/autoencoder-trainer";
import { Ease } from "@slipstream/algorithms/batch/ease";
import { Ials, trainIals } from "@slipstream/algorithms/batch/ials";
import type { Interactions } from "@slipstream/algorithms/batch/interactions";
import { SequenceModel } from "@slipstream/algorithms/batch/sequence-model";
import { trainSequenceModel } from "@slipstream/algorithms/batch/sequence-trainer";
import { TwoTower } from "@slipstream/algorithms/batch/two-tower";
import { trainTwoTower } from "@slipstream/algorithms/batch/two-tower-trainer";
import type { BatchModel } from "@slipstream/algorithms/sources/batch-model";
import { BATCH_FILE } from "../batch/batch-maker.ts";
import { sequenceModelOnnx } from "../onnx/sequence-model.ts";
import { twoTowerOnnx } from "../onnx/two-tower.ts";
import type { ModelDescription, ModelFiles } from "../registry/manifest.ts";
import { EASE_ITEMS, lastPairs, pairsOf } from "./batch-models.ts";

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
  /** Pairs of neighbours in what was learnt, and items that the model knows. */
  pairs: number;
  items: number;
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

const readers: Readonly<Record<BatchModelName, (bytes: Uint8Array) => BatchModel>> = {
  ease: Ease.fromBytes,
  sequence: SequenceModel.fromBytes,
  two_tower: TwoTower.fromBytes,
  als: Ials.fromBytes,
  autoencoder: Autoencoder.fromBytes,
};

/** Trains one model; undefined where the log is too small for it, or the catalogue too large. */
export function trainBatchModel(
  name: BatchModelName,
  interactions: Interactions,
): BatchArtefact | undefined {
  const data = { ...interactions, sequences: lastPairs(interactions.sequences, MAX_PAIRS) };
  if (data.sequences.length < MIN_SEQUENCES) return undefined;
  const pairs = pairsOf(data.sequences);
  const made = makers[name](data, pairs);
  return made && artefactOf(name, made, { pairs, items: data.items });
}

/** The model that an artefact keeps. */
export function readBatchModel({ name, files }: BatchArtefact): BatchModel {
  const bytes = files.get(BATCH_FILE);
  if (bytes === undefined) throw new Error(`an artefact of ${name} has ${BATCH_FILE}`);
  return readers[name](bytes);
}

function artefactOf(
  name: BatchModelName,
  made: Made,
  { pairs, items }: { pairs: number; items: number },
): BatchArtefact {
  const files = new Map([[BATCH_FILE, made.model.toBytes()]]);
  if (made.onnx !== undefined) files.set("model.onnx", made.onnx);
  const format = made.onnx === undefined ? "slipstream-binary" : "onnx";
  return { name, format, settings: made.settings, files, pairs, items };
}
