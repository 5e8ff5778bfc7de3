import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";
import type { Query } from "@slipstream/algorithms/engine/query";
import type { GbdtModel } from "@slipstream/algorithms/gbdt/model";
import { decodeGbdtModel } from "@slipstream/algorithms/gbdt/model-codec";
import type { Manifest, ModelFiles } from "../registry/manifest.ts";
import type { ModelMaker } from "../registry/model-maker.ts";
import { RANK_COLUMNS_VERSION, rankColumns } from "./rank-columns.ts";
import type { Ranker } from "./ranker.ts";

/** The files of a published ranker: the trees as ONNX, which scores, and as we keep them, which explains. */
export const ONNX_FILE = "model.onnx";
export const TREES_FILE = "trees.slgb";

/** A ranker's bytes are not there, or not of the columns that this build computes. */
export class GbdtRankerError extends Error {
  override readonly name = "GbdtRankerError";
  readonly code = "ranker_refused";
}

/** Sources and groups of features, the one that each column is of, and where their ranks stand. */
const namesOfSources = rankColumns.map((name) => name.slice(0, name.lastIndexOf(".")));
const columnSources = [...new Set(namesOfSources)];
const sourceOfColumn = Int32Array.from(namesOfSources, (name) => columnSources.indexOf(name));
const reciprocalRanks = [...rankColumns.keys()].filter((at) => rankColumns[at]!.endsWith(".rr"));

type Score = (values: Float32Array, rows: number) => Float32Array | Promise<Float32Array>;

/** Boosted trees on the columns of `rankColumns`: what was trained offline on the very same. */
export class GbdtRanker implements Ranker {
  readonly name = "gbdt";
  readonly features = rankColumns;
  readonly knowsSession = true;
  readonly version: string;
  readonly #score: Score;
  readonly #trees: GbdtModel;

  constructor(options: { version: string; trees: GbdtModel; score?: Score }) {
    const { version, trees, score } = options;
    this.version = version;
    this.#trees = trees.expectFeatures(rankColumns);
    this.#score = score ?? ((values) => trees.predict(values));
  }

  async score({ values, rows }: FeatureTable): Promise<Float64Array> {
    return new Float64Array(await this.#score(values, rows.length));
  }

  /** The parts of a source's own columns, along the row's way through the trees. */
  contributions({ values }: FeatureTable, _query: Query, row: number) {
    const at = row * rankColumns.length;
    const { parts } = this.#trees.contributions(values.subarray(at, at + rankColumns.length));
    const sums = new Float64Array(columnSources.length);
    parts.forEach((part, column) => {
      const source = sourceOfColumn[column]!;
      sums[source] = sums[source]! + part;
    });
    return reciprocalRanks
      .filter((column) => values[at + column]! > 0)
      .map((column) => {
        const source = sourceOfColumn[column]!;
        return { source: columnSources[source]!, score: sums[source]! };
      });
  }
}

/** Makes rankers of the registry's models named `ranker`. */
export const gbdtMaker: ModelMaker<Ranker> = {
  name: "ranker",
  features: rankColumns,
  featureVersion: RANK_COLUMNS_VERSION,
  isTried: true,
  makeFrom,
};

async function makeFrom(files: ModelFiles, { version }: Manifest): Promise<Ranker> {
  const bytes = files.get(TREES_FILE);
  if (bytes === undefined) throw new GbdtRankerError(`a ranker comes with ${TREES_FILE}`);
  const trees = decodeGbdtModel(bytes, rankColumns);
  const graph = files.get(ONNX_FILE);
  if (graph === undefined) return new GbdtRanker({ version, trees });
  // The runtime is large, and most servers start without a trained model.
  const { OnnxRanker } = await import("../onnx/onnx-ranker.ts");
  const onnx = await OnnxRanker.load(graph);
  if (onnx.width !== rankColumns.length) {
    throw new GbdtRankerError(`the graph reads ${onnx.width} columns, not ${rankColumns.length}`);
  }
  return new GbdtRanker({ version, trees, score: (values, rows) => onnx.score(values, rows) });
}
