import { Ease } from "@slipstream/algorithms/batch/ease";
import { SequenceModel } from "@slipstream/algorithms/batch/sequence-model";
import type { BatchModel } from "@slipstream/algorithms/sources/batch-model";
import { z } from "zod";
import { RANK_COLUMNS_VERSION } from "../rank/rank-columns.ts";
import type { ModelFiles } from "../registry/manifest.ts";
import type { ModelMaker } from "../registry/model-maker.ts";

/** The files of a published batch model: its bytes in our own format, and the ids of its rows. */
export const BATCH_FILE = "model.bin";
export const ITEMS_FILE = "items.json";

/** Batch models that serve, each named as its place among the engine's sources. */
export const servedBatchNames = ["ease", "sequence"] as const;
export type ServedBatchName = (typeof servedBatchNames)[number];

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

const readers: Readonly<Record<ServedBatchName, Read>> = {
  ease: (bytes) => {
    const model = Ease.fromBytes(bytes);
    return { model, items: model.items };
  },
  sequence: (bytes) => {
    const model = SequenceModel.fromBytes(bytes);
    return { model, items: model.shape.items };
  },
};

/** Makes what serves of the registry's batch models of one name. */
export function batchMaker(name: ServedBatchName): ModelMaker<KeptBatchModel> {
  return {
    name,
    features: [],
    featureVersion: RANK_COLUMNS_VERSION,
    makeFrom: async (files) => {
      const { model, items } = readers[name](fileOf(files, BATCH_FILE));
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
