import { describe, expect, it } from "vitest";
import { decodeGbdtModel, encodeGbdtModel } from "./model-codec.ts";
import { groupRange, type RankingData, RankingDataError } from "./ranking-data.ts";
import { columnOf, rankingProblem } from "./testing/ranking-problem.ts";
import { type GbdtOptions, trainGbdt } from "./train.ts";
import { rankingFigure } from "./validation.ts";

const problem = rankingProblem({ groups: 700, size: 20, seed: 11 });
const train = groupRange(problem, { from: 0, to: 500 });
const test = groupRange(problem, { from: 500, to: 700 });
const few = { trees: 30 };

const qualityOf = (options: GbdtOptions = { settings: few }) =>
  rankingFigure(test, trainGbdt(train, options).predict(test.values), "ndcg");

describe("trainGbdt", () => {
  it("ranks unseen groups far better than the best single feature", () => {
    const single = problem.features.map((_, feature) =>
      rankingFigure(test, columnOf(test, feature), "ndcg"),
    );
    expect(qualityOf()).toBeGreaterThan(Math.max(...single) * 1.15);
  });

  it("lowers the training loss from that of a guess, tree after tree", () => {
    const losses: number[] = [];
    trainGbdt(train, { settings: few, onTree: ({ loss }) => losses.push(loss) });
    expect(losses[0]).toBeCloseTo(Math.log(20), 5);
    losses.slice(1).forEach((loss, index) => {
      expect(loss).toBeLessThan(losses[index]!);
    });
  });

  it("finds the features that matter", () => {
    const importance = trainGbdt(train, { settings: few }).featureImportance();
    const by = Object.fromEntries(
      problem.features.map((name, index) => [name, importance[index]!]),
    );
    for (const name of ["rank", "count", "left", "right"]) {
      expect(by[name]).toBeGreaterThan(1.5 * Math.max(by.noise!, by.id!));
    }
  });

  it("gives the same model bit by bit for the same seed, another for another", () => {
    const settings = { ...few, groupShare: 0.6, featureShare: 0.6 };
    const bytesOf = (seed: number) =>
      encodeGbdtModel(trainGbdt(train, { settings: { ...settings, seed } }));
    expect(bytesOf(5)).toEqual(bytesOf(5));
    expect(bytesOf(5)).not.toEqual(bytesOf(6));
  });

  it("learns from a share of groups and features too", () => {
    const whole = qualityOf();
    const part = qualityOf({ settings: { ...few, groupShare: 0.5, featureShare: 0.5 } });
    expect(part).toBeGreaterThan(whole * 0.9);
  });

  it("ends with the tree that is best for the groups held out", () => {
    const seen: number[] = [];
    const model = trainGbdt(groupRange(train, { from: 0, to: 60 }), {
      settings: { trees: 300, learningRate: 0.3 },
      heldOut: { data: test, patience: 10 },
      onTree: ({ heldOut }) => seen.push(heldOut!),
    });
    const best = seen.indexOf(Math.min(...seen)) + 1;
    expect(seen).toHaveLength(best + 10);
    expect(model.trees.roots).toHaveLength(best);
    expect(rankingFigure(test, model.predict(test.values), "loss")).toBeCloseTo(seen[best - 1]!, 5);
  });

  it("follows MRR upwards", () => {
    const seen: number[] = [];
    const model = trainGbdt(groupRange(train, { from: 0, to: 60 }), {
      settings: { trees: 300 },
      heldOut: { data: test, figure: "mrr", patience: 5 },
      onTree: ({ heldOut }) => seen.push(heldOut!),
    });
    expect(model.trees.roots).toHaveLength(seen.indexOf(Math.max(...seen)) + 1);
  });

  it("is led by the weights of groups", () => {
    const values = Float32Array.of(1, 0, 1, 0);
    const data = {
      features: ["f"],
      values,
      groups: Int32Array.of(0, 2, 4),
      labels: Uint8Array.of(1, 0, 0, 1), // the two groups contradict each other
    };
    const settings = { trees: 5, minHessian: 0.01 };
    const scores = (weights: Float32Array) =>
      trainGbdt({ ...data, weights }, { settings }).predict(values);
    const first = scores(Float32Array.of(3, 1));
    expect(first[0]).toBeGreaterThan(first[1]!);
    const second = scores(Float32Array.of(1, 3));
    expect(second[0]).toBeLessThan(second[1]!);
  });

  it("learns an order of grades", () => {
    const levels = [0, 1, 2, 3];
    const groups = 50;
    const data = {
      features: ["f"],
      values: Float32Array.from({ length: 4 * groups }, (_, row) => row % 4),
      groups: Int32Array.from({ length: groups + 1 }, (_, group) => 4 * group),
      labels: Float32Array.from({ length: 4 * groups }, (_, row) => row % 4),
    };
    const scores = trainGbdt(data, { settings: few }).predict(Float32Array.from(levels));
    for (const level of levels.slice(1)) expect(scores[level]).toBeGreaterThan(scores[level - 1]!);
  });

  it("tells missing from present, where no number does", () => {
    const groups = 100;
    const data = {
      features: ["f"],
      values: Float32Array.from({ length: 2 * groups }, (_, row) => (row % 2 ? 1 : Number.NaN)),
      groups: Int32Array.from({ length: groups + 1 }, (_, group) => 2 * group),
      labels: Uint8Array.from({ length: 2 * groups }, (_, row) => 1 - (row % 2)),
    };
    const [missing, present] = trainGbdt(data, { settings: few }).predict(data.values);
    expect(missing).toBeGreaterThan(present! + 1);
  });
});

describe("bad input", () => {
  const one = groupRange(train, { from: 0, to: 1 });
  const codeOf = (data: RankingData, options?: GbdtOptions) => {
    try {
      trainGbdt(data, options);
    } catch (error) {
      if (error instanceof RankingDataError) return error.code;
      throw error;
    }
    return "learnt";
  };

  it("is refused by name", () => {
    const empty = groupRange(train, { from: 0, to: 0 });
    expect(codeOf(empty)).toBe("ranking_nothing_to_learn");
    const zeros = new Uint8Array(one.labels.length);
    expect(codeOf({ ...one, labels: zeros })).toBe("ranking_nothing_to_learn");
    expect(codeOf({ ...one, labels: zeros.map(() => 1) })).toBe("ranking_nothing_to_learn");
    const nan = new Float32Array(one.labels.length).fill(Number.NaN);
    expect(codeOf({ ...one, labels: nan })).toBe("ranking_label_invalid");
    expect(codeOf({ ...one, labels: nan.fill(-1) })).toBe("ranking_label_invalid");
    expect(codeOf({ ...one, weights: Float32Array.of(-1) })).toBe("ranking_weight_invalid");
    expect(codeOf({ ...one, weights: Float32Array.of(1, 1) })).toBe("ranking_shape_differs");
    expect(codeOf({ ...one, values: one.values.subarray(1) })).toBe("ranking_shape_differs");
    expect(codeOf({ ...one, groups: Int32Array.of(0, 9, 3, 20) })).toBe("ranking_shape_differs");
    expect(codeOf({ ...one, groups: Int32Array.of(0, 19) })).toBe("ranking_shape_differs");
    expect(codeOf({ ...one, features: [] })).toBe("ranking_shape_differs");
    expect(codeOf(one, { heldOut: { data: empty } })).toBe("ranking_nothing_to_learn");
    const other = { ...one, features: one.features.map((name) => `${name}2`) };
    expect(codeOf(one, { heldOut: { data: other } })).toBe("ranking_shape_differs");
    expect(() => trainGbdt(one, { settings: { bins: 300 } })).toThrow(RangeError);
  });

  it("that says nothing gives a model that prefers nothing", () => {
    for (const values of [one.values.map(() => 7), one.values.map(() => Number.NaN)]) {
      const model = trainGbdt({ ...one, values }, { settings: { trees: 3 } });
      expect(new Set(model.predict(one.values)).size).toBe(1);
      expect([...model.featureImportance()].every((share) => share === 0)).toBe(true);
      expect(decodeGbdtModel(encodeGbdtModel(model)).trees).toEqual(model.trees);
    }
  });

  it("of one group is learnt", () => {
    const model = trainGbdt(one, { settings: { trees: 20, minHessian: 0.05, l2: 0.1 } });
    const clicked = one.labels.indexOf(1);
    const scores = model.predict(one.values);
    expect(scores[clicked]).toBe(Math.max(...scores));
  });
});
