import { describe, expect, it } from "vitest";
import { randomFrom } from "../random.ts";
import { binFeatures } from "./feature-bins.ts";
import { GbdtModel } from "./model.ts";
import { leafStep } from "./split.ts";
import { rankingProblem } from "./testing/ranking-problem.ts";
import { TreeGrower } from "./tree-grower.ts";
import type { Trees } from "./trees.ts";

const data = rankingProblem({ groups: 60, size: 20, seed: 3 });
const width = data.features.length;
const rows = Int32Array.from(data.labels.keys());
const columns = Int32Array.from(data.features.keys());
const random = randomFrom([4]);
const gradients = Float32Array.from(data.labels, (label) => random.unit() - 0.5 - label);
const hessians = Float32Array.from(data.labels, () => 0.1 + random.unit());
const settings = {
  leaves: 15,
  bins: 64,
  learningRate: 0.5,
  minHessian: 3,
  l2: 2,
  maxStep: 0.9,
};
const bins = binFeatures(data, { bins: settings.bins, random: randomFrom([1]) });

function growerWith(change: Partial<typeof settings> = {}): TreeGrower {
  const own = { ...settings, ...change };
  return new TreeGrower(data.features, { ...bins, gradients, hessians }, own);
}

function grow(change: Partial<typeof settings> = {}, of = rows, features = columns): Trees {
  return growerWith(change).grow(of, features);
}

/** The rows that end at each leaf, walking by values and not by bins. */
function rowsByLeaf(tree: Trees): number[][] {
  const found = Array.from(tree.leaves, (): number[] => []);
  for (const row of rows) {
    let node = tree.roots[0]!;
    while (node >= 0) {
      const value = data.values[row * width + tree.feature[node]!]!;
      const left = Number.isNaN(value)
        ? tree.missingLeft[node] === 1
        : value <= tree.threshold[node]!;
      node = left ? tree.left[node]! : tree.right[node]!;
    }
    found[~node]!.push(row);
  }
  return found;
}

const sumOver = (values: Float32Array, of: Iterable<number>) => {
  let sum = 0;
  for (const row of of) sum += values[row]!;
  return sum;
};
const sumsOf = (of: Iterable<number>) => {
  const all = [...of];
  return { gradient: sumOver(gradients, all), hessian: sumOver(hessians, all) };
};
const worth = (of: readonly number[]) => {
  const { gradient, hessian } = sumsOf(of);
  const step = leafStep({ gradient, hessian }, settings);
  return -2 * (gradient * step + ((hessian + settings.l2) * step * step) / 2);
};

describe("TreeGrower", () => {
  it("gives each leaf the step of the rows that walk there, though most histograms are differences", () => {
    const tree = grow();
    expect(tree.leaves).toHaveLength(15);
    rowsByLeaf(tree).forEach((own, leaf) => {
      const sums = sumsOf(own);
      expect(sums.hessian).toBeGreaterThanOrEqual(settings.minHessian - 1e-6);
      expect(tree.leaves[leaf]).toBeCloseTo(0.5 * leafStep(sums, settings), 5);
    });
  });

  it("begins with the split that trying all of them finds", () => {
    const tree = grow({ leaves: 2 });
    let best = { gain: 0, feature: -1, threshold: 0, missingLeft: true };
    for (const feature of columns) {
      const numberOf = (row: number) => data.values[row * width + feature]!;
      for (const threshold of [...bins.borders[feature]!, Number.POSITIVE_INFINITY]) {
        for (const missingLeft of [true, false]) {
          const goesLeft = (row: number) =>
            Number.isNaN(numberOf(row)) ? missingLeft : numberOf(row) <= threshold;
          const left = [...rows].filter(goesLeft);
          const right = [...rows].filter((row) => !goesLeft(row));
          if (sumsOf(left).hessian < settings.minHessian) continue;
          if (sumsOf(right).hessian < settings.minHessian) continue;
          const gain = worth(left) + worth(right) - worth([...rows]);
          if (gain > best.gain + 1e-9) best = { gain, feature, threshold, missingLeft };
        }
      }
    }
    expect(tree.feature[0]).toBe(best.feature);
    expect(tree.threshold[0]).toBe(best.threshold);
    expect(tree.gain[0]).toBeCloseTo(best.gain, 3);
  });

  it("splits by the features and rows that it was given only", () => {
    const tree = grow({}, rows.slice(0, 600), Int32Array.of(2, 5));
    expect(new Set(tree.feature)).toEqual(new Set([2, 5]));
    const own = rowsByLeaf(tree).map((leaf) => leaf.filter((row) => row < 600));
    own.forEach((leaf, index) => {
      expect(tree.leaves[index]).toBeCloseTo(0.5 * leafStep(sumsOf(leaf), settings), 5);
    });
  });

  it("adds to scores what walking the tree adds", () => {
    const grower = growerWith();
    grower.grow(rows, Int32Array.of(1));
    const tree = new GbdtModel(grower.grow(rows, columns));
    const [added, walked] = [new Float32Array(rows.length), new Float32Array(rows.length)];
    grower.addTo(added);
    tree.addTo(walked, data.values);
    expect(new Set(walked).size).toBe(settings.leaves);
    expect(added).toEqual(walked);
  });

  it("says each node's mean, weighted by hessians", () => {
    const tree = grow();
    const leaves = rowsByLeaf(tree);
    const total = sumOver(hessians, rows);
    const mean = leaves.reduce(
      (sum, own, leaf) => sum + (tree.leaves[leaf]! * sumOver(hessians, own)) / total,
      0,
    );
    expect(tree.mean[0]).toBeCloseTo(mean, 5);
  });

  it("stays one leaf where no split gains", () => {
    const tree = grow({ minHessian: 1e6 });
    expect([...tree.roots]).toEqual([~0]);
    expect(tree.leaves).toHaveLength(1);
  });
});
