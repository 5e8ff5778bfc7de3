import { randomFrom } from "@slipstream/algorithms/random";
import { unit } from "@slipstream/algorithms/vector";
import hnswlib from "hnswlib-node";
import { expect, test } from "vitest";
import { chooseEf } from "./choose-ef.ts";

const COUNT = 3000;

/** Vectors in every direction, and a graph of them with `m` links each. */
function built(dims: number, m: number) {
  const random = randomFrom([dims, m]);
  const matrix = new Float32Array(COUNT * dims);
  const graph = new hnswlib.HierarchicalNSW("ip", dims);
  graph.initIndex({ maxElements: COUNT, m, efConstruction: 100, randomSeed: 1 });
  for (let row = 0; row < COUNT; row++) {
    const values = Float32Array.from({ length: dims }, () => random.unit() - random.unit());
    matrix.set(unit(values), row * dims);
    graph.addPoint(Array.from(matrix.subarray(row * dims, (row + 1) * dims)), row);
  }
  return { graph, matrix, dims, count: COUNT };
}

test("few dimensions and many links need the least ef, the contrary far more", () => {
  const easy = chooseEf(built(8, 16));
  const hard = chooseEf(built(48, 6));
  expect(easy).toBe(128);
  expect(hard).toBeGreaterThanOrEqual(320);
});

test("what can never be enough gets the most, not an endless search", () => {
  expect(chooseEf(built(64, 2))).toBe(800);
});
