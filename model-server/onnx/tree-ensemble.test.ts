import { rankingProblem } from "@slipstream/algorithms/gbdt/testing/ranking-problem";
import { trainGbdt } from "@slipstream/algorithms/gbdt/train";
import { randomFrom } from "@slipstream/algorithms/random";
import { describe, expect, it } from "vitest";
import { OnnxRanker } from "./onnx-ranker.ts";
import { OnnxSessionError } from "./session.ts";
import { treeEnsembleBytes } from "./tree-ensemble.ts";

const data = rankingProblem({ groups: 200, size: 30, seed: 31 });
const width = data.features.length;
const model = trainGbdt(data, { settings: { trees: 60 } });
const bytes = treeEnsembleBytes(model.trees);

function farthest(a: Float32Array, b: Float32Array): number {
  expect(a).toHaveLength(b.length);
  return a.reduce((most, value, row) => Math.max(most, Math.abs(value - b[row]!)), 0);
}

describe("a tree ensemble in ONNX", () => {
  it("scores as the model does, over random rows and missing values", async () => {
    const ranker = await OnnxRanker.load(bytes);
    expect(ranker.width).toBe(width);
    const random = randomFrom([32]);
    const values = Float32Array.from({ length: 1000 * width }, () =>
      random.unit() < 0.1 ? Number.NaN : 20 * (random.unit() - 0.3) ** 3,
    );
    const scores = await ranker.score(values, 1000);
    expect(new Set(scores).size).toBeGreaterThan(100);
    expect(farthest(scores, model.predict(values))).toBeLessThanOrEqual(1e-5);
    await ranker.release();
  });

  it("goes the same way where a value is a threshold, or a float next to it", async () => {
    const { feature, threshold } = model.trees;
    const values = new Float32Array(3 * feature.length * width);
    const bits = new Int32Array(1);
    const float = new Float32Array(bits.buffer);
    for (let row = 0; row < 3 * feature.length; row++) {
      const node = row % feature.length;
      values.set(data.values.subarray(node * width, (node + 1) * width), row * width);
      float[0] = threshold[node]!;
      bits[0] = bits[0]! + Math.floor(row / feature.length) - 1;
      values[row * width + feature[node]!] = float[0]!;
    }
    const ranker = await OnnxRanker.load(bytes);
    const scores = await ranker.score(values, 3 * feature.length);
    expect(farthest(scores, model.predict(values))).toBeLessThanOrEqual(1e-5);
  });

  it("scores one row, and none", async () => {
    const ranker = await OnnxRanker.load(bytes);
    const row = data.values.slice(0, width);
    expect(farthest(await ranker.score(row, 1), model.predict(row))).toBeLessThanOrEqual(1e-5);
    expect(await ranker.score(new Float32Array(), 0)).toHaveLength(0);
  });

  it("takes a model that prefers nothing, and splits by what is missing alone", async () => {
    const constant = { ...data, values: data.values.map(() => 1) };
    const missing = {
      ...data,
      values: data.values.map((_, at) => (data.labels[Math.floor(at / width)] ? Number.NaN : 1)),
    };
    for (const odd of [constant, missing]) {
      const learnt = trainGbdt(odd, { settings: { trees: 3 } });
      const ranker = await OnnxRanker.load(treeEnsembleBytes(learnt.trees));
      const scores = await ranker.score(odd.values, odd.labels.length);
      expect(farthest(scores, learnt.predict(odd.values))).toBeLessThanOrEqual(1e-5);
    }
  });

  it("is refused when cut short, and refuses rows of another width", async () => {
    await expect(OnnxRanker.load(bytes.slice(0, -100))).rejects.toThrow(OnnxSessionError);
    const ranker = await OnnxRanker.load(bytes);
    await expect(ranker.score(new Float32Array(3), 1)).rejects.toThrow(OnnxSessionError);
  });
});
