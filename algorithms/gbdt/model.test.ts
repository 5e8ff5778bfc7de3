import { describe, expect, it } from "vitest";
import { GbdtModel } from "./model.ts";
import { decodeGbdtModel, encodeGbdtModel } from "./model-codec.ts";
import { GbdtModelError } from "./model-error.ts";
import { rankingProblem } from "./testing/ranking-problem.ts";
import { trainGbdt } from "./train.ts";
import type { Trees } from "./trees.ts";

/** price ≤ 2 or missing ? (stock ≤ 0 or missing ? −1 : 2) : 0.5; and a tree that is one leaf. */
const trees: Trees = {
  features: ["price", "stock"],
  roots: Int32Array.of(0, ~3),
  feature: Int32Array.of(0, 1),
  threshold: Float32Array.of(2, 0),
  missingLeft: Uint8Array.of(1, 0),
  left: Int32Array.of(1, ~0),
  right: Int32Array.of(~1, ~2),
  gain: Float32Array.of(3, 1),
  mean: Float32Array.of(0.75, 1),
  leaves: Float32Array.of(-1, 0.5, 2, 0.25),
};
const model = new GbdtModel(trees);
const rows = Float32Array.of(2, 0, 2.001, 0, Number.NaN, 1, 1, Number.NaN);

const data = rankingProblem({ groups: 100, size: 30, seed: 21 });
const learnt = trainGbdt(data, { settings: { trees: 20 } });

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof GbdtModelError) return error.code;
    throw error;
  }
  return "accepted";
}

describe("GbdtModel", () => {
  it("goes left at the threshold and where missing rows go left", () => {
    expect([...model.predict(rows)]).toEqual([-0.75, 0.75, 2.25, 2.25]);
  });

  it("scores by all trees at once just as by walking them", () => {
    const values = data.values.slice();
    learnt.trees.threshold.forEach((threshold, node) => {
      values[node * data.features.length + learnt.trees.feature[node]!] = threshold;
    });
    const walked = new Float32Array(data.labels.length);
    learnt.addTo(walked, values);
    expect(learnt.predict(values)).toEqual(walked);
  });

  it("walks trees that have too many leaves for that", () => {
    const settings = { trees: 3, leaves: 60, minHessian: 0.1 };
    const large = trainGbdt(data, { settings });
    expect(large.trees.leaves.length).toBeGreaterThan(3 * 32);
    const walked = new Float32Array(data.labels.length);
    large.addTo(walked, data.values);
    expect(large.predict(data.values)).toEqual(walked);
  });

  it("shares importance by gain", () => {
    expect([...model.featureImportance()]).toEqual([0.75, 0.25]);
  });

  it("explains a score by its features, wholly", () => {
    const { base, parts } = model.contributions(Float32Array.of(1, 5));
    expect(base).toBe(1);
    expect([...parts]).toEqual([0.25, 1]);
    const scores = learnt.predict(data.values);
    const width = data.features.length;
    for (let row = 0; row < 200; row++) {
      const why = learnt.contributions(data.values.subarray(row * width, (row + 1) * width));
      expect(why.base + why.parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(
        scores[row]!,
        4,
      );
    }
  });

  it("refuses rows of another width, and other features", () => {
    expect(codeOf(() => model.predict(new Float32Array(3)))).toBe("gbdt_model_features");
    expect(codeOf(() => model.expectFeatures(["price"]))).toBe("gbdt_model_features");
    expect(codeOf(() => model.expectFeatures(["stock", "price"]))).toBe("gbdt_model_features");
    expect(model.expectFeatures(["price", "stock"])).toBe(model);
  });

  it("refuses arrays that are no trees", () => {
    const changed = (change: Partial<Trees>) =>
      codeOf(() => new GbdtModel({ ...trees, ...change }));
    const loop = changed({ left: Int32Array.of(0, ~0) });
    const shared = changed({ right: Int32Array.of(~0, ~2) });
    const beyond = changed({ right: Int32Array.of(~1, ~9) });
    const feature = changed({ feature: Int32Array.of(0, 2) });
    const threshold = changed({ threshold: Float32Array.of(Number.NaN, 0) });
    const leaf = changed({ leaves: Float32Array.of(-1, 0.5, Number.POSITIVE_INFINITY, 0.25) });
    for (const code of [loop, shared, beyond, feature, threshold, leaf]) {
      expect(code).toBe("gbdt_model_damaged");
    }
  });
});

describe("the model's bytes", () => {
  const bytes = encodeGbdtModel(model);
  const golden = [
    "534c4742010200", // SLGB, version 1, two features
    "05007072696365050073746f636b",
    "020000000200000004000000", // trees, nodes, leaves
    "00000000fcffffff",
    "000000000100000001000000feffffff",
    "0100000000000000fffffffffdffffff",
    "0000004000000000", // thresholds
    "000040400000803f",
    "0000403f0000803f",
    "000080bf0000003f000000400000803e", // leaves
  ].join("");

  it("are read as they were written", () => {
    expect(decodeGbdtModel(bytes, ["price", "stock"]).trees).toEqual(trees);
    expect(decodeGbdtModel(encodeGbdtModel(learnt)).trees).toEqual(learnt.trees);
  });

  it("are those of version 1 for ever", () => {
    expect(Buffer.from(bytes).toString("hex")).toBe(golden);
    expect(decodeGbdtModel(Buffer.from(golden, "hex")).trees).toEqual(trees);
  });

  it("are refused when cut anywhere, longer, or not a model's", () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(codeOf(() => decodeGbdtModel(bytes.slice(0, length)))).toBe("gbdt_model_cut");
    }
    expect(codeOf(() => decodeGbdtModel(Uint8Array.of(...bytes, 0)))).toBe("gbdt_model_cut");
    expect(codeOf(() => decodeGbdtModel(bytes.map((byte, at) => (at === 0 ? 65 : byte))))).toBe(
      "gbdt_model_cut",
    );
  });

  it("are refused when newer, damaged or for other features", () => {
    const newer = bytes.map((byte, at) => (at === 4 ? 2 : byte));
    expect(codeOf(() => decodeGbdtModel(newer))).toBe("gbdt_model_version");
    const root = 5 + 2 + 2 * 7 + 12;
    const damaged = bytes.map((byte, at) => (at === root ? 200 : byte));
    expect(codeOf(() => decodeGbdtModel(damaged))).toBe("gbdt_model_damaged");
    expect(codeOf(() => decodeGbdtModel(bytes, ["price", "age"]))).toBe("gbdt_model_features");
  });
});
