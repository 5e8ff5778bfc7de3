import { encodeGbdtModel } from "@slipstream/algorithms/gbdt/model-codec";
import { trainGbdt } from "@slipstream/algorithms/gbdt/train";
import { randomFrom } from "@slipstream/algorithms/random";
import { treeEnsembleBytes } from "@slipstream/model-server/onnx/tree-ensemble";
import { ONNX_FILE, TREES_FILE } from "@slipstream/model-server/rank/gbdt-ranker";
import { RANK_COLUMNS_VERSION, rankColumns } from "@slipstream/model-server/rank/rank-columns";
import {
  describeModel,
  type Manifest,
  type ModelFiles,
  versionAt,
} from "@slipstream/model-server/registry/manifest";

const TREES = 100;
const GROUPS = 400;
const PER_GROUP = 60;
/** Most sources say nothing of most candidates. */
const SILENT_SHARE = 0.6;
const NOISE = 0.3;
const SEED = 3;

/** A ranker as the registry keeps it. */
export interface MadeUpRanker {
  manifest: Manifest;
  files: ModelFiles;
  onnx: Uint8Array;
}

/**
 * Boosted trees of the columns that rankers read, as many and as large as trained ones, learnt from
 * random rows: they cost as much as good ones and say nothing.
 */
export function randomRanker(): MadeUpRanker {
  const rows = GROUPS * PER_GROUP;
  const values = randomRows(rows);
  const groups = Int32Array.from({ length: GROUPS + 1 }, (_, group) => group * PER_GROUP);
  const data = { features: rankColumns, values, groups, labels: bestOfEach(values) };
  const model = trainGbdt(data, { settings: { trees: TREES } });
  const onnx = treeEnsembleBytes(model.trees);
  const files = new Map([
    [ONNX_FILE, onnx],
    [TREES_FILE, encodeGbdtModel(model)],
  ]);
  const now = new Date();
  const at = now.toISOString();
  const manifest = describeModel(
    {
      name: "ranker",
      version: versionAt(now),
      kind: "gbdt",
      format: "onnx",
      features: [...rankColumns],
      featureVersion: RANK_COLUMNS_VERSION,
      trainedOn: { dataset: "random rows", from: at, to: at, events: 0, rows },
      metrics: {},
      settings: { trees: TREES },
      createdAt: at,
    },
    files,
  );
  return { manifest, files, onnx };
}

/** Values of `count` candidates, row after row. */
export function randomRows(count: number): Float32Array {
  const random = randomFrom([SEED, count]);
  return Float32Array.from({ length: count * rankColumns.length }, () =>
    random.unit() < SILENT_SHARE ? 0 : random.unit(),
  );
}

/** In each group the row whose first columns and their products are worth most is the clicked one. */
function bestOfEach(values: Float32Array): Uint8Array {
  const random = randomFrom([SEED]);
  const width = rankColumns.length;
  const worth = Float64Array.from({ length: values.length / width }, (_, row) => {
    const own = values.subarray(row * width, (row + 1) * width);
    return own.reduce(
      (sum, value, column) => sum + value / (1 + column) + value * own[width - 1 - column]!,
      NOISE * random.unit(),
    );
  });
  const labels = new Uint8Array(worth.length);
  for (let first = 0; first < worth.length; first += PER_GROUP) {
    let best = first;
    for (let row = first; row < first + PER_GROUP; row++)
      if (worth[row]! > worth[best]!) best = row;
    labels[best] = 1;
  }
  return labels;
}
