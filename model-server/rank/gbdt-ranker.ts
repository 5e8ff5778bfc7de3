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
    return Float64Array.from(await this.#score(values, rows.length));
  }

  /** The parts of a source's own columns, along the row's way through the trees. */
  contributions({ names, values }: FeatureTable, _query: Query, row: number) {
    const at = row * names.length;
    const { parts } = this.#trees.contributions(values.subarray(at, at + names.length));
    const sums = new Map<string, number>();
    names.forEach((name, column) => {
      const source = name.slice(0, name.lastIndexOf("."));
      sums.set(source, (sums.get(source) ?? 0) + parts[column]!);
    });
    return names.flatMap((name, column) => {
      const source = name.slice(0, -".rr".length);
      const isProposed = name.endsWith(".rr") && values[at + column]! > 0;
      return isProposed ? [{ source, score: sums.get(source)! }] : [];
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
