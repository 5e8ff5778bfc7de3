import { decodeBlend, encodeBlend } from "@slipstream/contracts/blend";
import { blendOf, messageOf } from "../blend/blend-message.ts";
import { initialBlend, LinearBlendRanker } from "../rank/linear-blend.ts";
import { RANK_COLUMNS_VERSION, rankColumns } from "../rank/rank-columns.ts";
import type { Ranker } from "../rank/ranker.ts";
import {
  describeModel,
  type Manifest,
  type ModelDescription,
  type ModelFiles,
} from "../registry/manifest.ts";
import type { ModelMaker } from "../registry/model-maker.ts";

const { features } = messageOf(initialBlend("home_for_you").state());

/** A time-sortable version: the number is the minute. */
export function versionOf(minute: number): string {
  return `20261120T1200${String(minute).padStart(2, "0")}000Z`;
}

/** A small real ranker: weights of the blend, as a file. `weight` of all features; the version is the minute. */
export function trainedModel(
  minute: number,
  options: { weight?: number; description?: Partial<ModelDescription> } = {},
): { manifest: Manifest; files: ModelFiles } {
  const weights = new Float32Array(features.length).fill(options.weight ?? 1);
  const bytes = encodeBlend({ version: minute, features: [...features], weights });
  const files = new Map([["weights.slbl", bytes]]);
  const description: ModelDescription = {
    name: "ranker",
    version: versionOf(minute),
    kind: "blend",
    format: "slipstream-binary",
    features: [...rankColumns],
    featureVersion: RANK_COLUMNS_VERSION,
    trainedOn: {
      dataset: "made up",
      from: "2026-11-01T00:00:00.000Z",
      to: "2026-11-20T00:00:00.000Z",
      events: 1200,
      rows: 340,
    },
    metrics: { "ndcg@20": { value: 0.31234, low: 0.29, high: 0.334 }, "recall@20": { value: 0.5 } },
    settings: { trees: 80, loss: "listwise | softmax" },
    createdAt: "2026-11-20T12:00:00.000Z",
    ...options.description,
  };
  return { manifest: describeModel(description, files), files };
}

/** Makes rankers of such files. */
export const blendMaker: ModelMaker<Ranker> = {
  name: "ranker",
  features: rankColumns,
  featureVersion: RANK_COLUMNS_VERSION,
  isTried: true,
  makeFrom: async (files) => {
    const message = decodeBlend(files.get("weights.slbl")!);
    return new LinearBlendRanker(blendOf(message), String(message.version));
  },
};

/** Rankers that say what the blend says, and some, with a file `random`, whatever comes to their mind. */
export const blendOrRandomMaker: ModelMaker<Ranker> = {
  ...blendMaker,
  async makeFrom(files, manifest) {
    const { version } = manifest;
    const made = await blendMaker.makeFrom(files, manifest);
    const score: Ranker["score"] = files.has("random")
      ? ({ rows }) => Float64Array.from(rows, () => Math.random())
      : ({ rows, values }) =>
          Float64Array.from(rows, (_, at) => values[(at + 1) * rankColumns.length - 1]!);
    return {
      ...{ name: "gbdt", version, features: rankColumns, knowsSession: true, score },
      contributions: (table, query, row) => made.contributions(table, query, row),
    };
  },
};
