import { Autoencoder } from "@slipstream/algorithms/batch/autoencoder";
import { Ease } from "@slipstream/algorithms/batch/ease";
import { Ials } from "@slipstream/algorithms/batch/ials";
import { SequenceModel } from "@slipstream/algorithms/batch/sequence-model";
import { TwoTower } from "@slipstream/algorithms/batch/two-tower";
import type { BatchPlace } from "@slipstream/algorithms/engine/standard";
import type { BatchModel, DenseModel } from "@slipstream/algorithms/sources/batch-model";
import { z } from "zod";
import { RANK_COLUMNS_VERSION } from "../rank/rank-columns.ts";
import type { ModelFiles } from "../registry/manifest.ts";
import type { ModelMaker } from "../registry/model-maker.ts";

/** The files of a published batch model: its bytes in our own format, and the ids of its rows. */
export const BATCH_FILE = "model.bin";
export const ITEMS_FILE = "items.json";

/** A batch model with the ids of the rows that it counts items by; later ids it does not know. */
export interface KeptBatchModel {
  readonly model: BatchModel;
  /** In order of the model's rows. */
  readonly itemIds: readonly string[];
}

/** A batch model's files are not there, or do not belong together. */
export class BatchModelError extends Error {
  override readonly name = "BatchModelError";
  readonly code = "batch_model_refused";
}

const idsSchema = z
  .array(z.string().min(1))
  .refine((ids) => new Set(ids).size === ids.length, "an id is there twice");

type Read = (bytes: Uint8Array) => { model: BatchModel; items: number };

const readers: Readonly<Record<BatchPlace, Read>> = {
  ease: (bytes) => {
    const model = Ease.fromBytes(bytes);
    return { model, items: model.items };
  },
  sequence: (bytes) => known(SequenceModel.fromBytes(bytes)),
  two_tower: (bytes) => known(TwoTower.fromBytes(bytes)),
  als: (bytes) => known(Ials.fromBytes(bytes)),
  autoencoder: (bytes) => known(Autoencoder.fromBytes(bytes)),
};

function known(model: DenseModel & { shape: { items: number } }): ReturnType<Read> {
  return { model, items: model.shape.items };
}

/** The model that bytes of its own format keep, and how many items it knows. @throws BinaryFormatError */
export function readBatchModel(name: BatchPlace, bytes: Uint8Array): ReturnType<Read> {
  return readers[name](bytes);
}

/** Makes what serves of the registry's batch models of one name. */
export function batchMaker(name: BatchPlace): ModelMaker<KeptBatchModel> {
  return {
    name,
    features: [],
    featureVersion: RANK_COLUMNS_VERSION,
    makeFrom: async (files) => {
      const { model, items } = readBatchModel(name, fileOf(files, BATCH_FILE));
      const itemIds = idsOf(fileOf(files, ITEMS_FILE));
      if (itemIds.length < items) {
        throw new BatchModelError(
          `the model counts ${items} items, and ${itemIds.length} have ids`,
        );
      }
      return { model, itemIds: itemIds.slice(0, items) };
    },
  };
}

function fileOf(files: ModelFiles, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes === undefined) throw new BatchModelError(`a batch model comes with ${name}`);
  return bytes;
}

function idsOf(bytes: Uint8Array): string[] {
  try {
    return idsSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new BatchModelError(`${ITEMS_FILE} is no list of different ids`, { cause });
  }
}
