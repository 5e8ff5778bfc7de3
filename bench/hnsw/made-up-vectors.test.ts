import { cosine, normAt, unit } from "@slipstream/algorithms/vector";
import { expect, test } from "vitest";
import { DIMS, madeUpVectors } from "./made-up-vectors.ts";

const COUNT = 2000;
const made = madeUpVectors(COUNT, 1);
const rowOf = (row: number) => made.rows.subarray(row * DIMS, (row + 1) * DIMS);
const likeness = (left: Float32Array, right: Float32Array) =>
  cosine({ values: left, at: 0 }, { values: right, at: 0 }, DIMS);

test("popular items are longer", () => {
  expect(normAt(rowOf(0), 0, DIMS)).toBeCloseTo(3, 5);
  expect(normAt(rowOf(COUNT - 1), 0, DIMS)).toBeCloseTo(0.5, 3);
});

test("the same seed makes the same vectors and the same sessions", () => {
  const first = madeUpVectors(300, 9);
  const second = madeUpVectors(300, 9);
  expect(first.rows).toEqual(second.rows);
  expect(first.query()).toEqual(second.query());
  expect(madeUpVectors(300, 8).rows).not.toEqual(first.rows);
});

test("a session's vector has unit length and lies near items, as noise does not", () => {
  const nearest = (query: Float32Array) => {
    let best = -1;
    for (let row = 0; row < COUNT; row++) best = Math.max(best, likeness(query, rowOf(row)));
    return best;
  };
  const noise = unit(Float32Array.from({ length: DIMS }, (_, d) => Math.sin(d * d)));
  const queries = Array.from({ length: 50 }, made.query);
  for (const query of queries) expect(normAt(query, 0, DIMS)).toBeCloseTo(1, 5);
  const near = queries.map(nearest).sort((left, right) => left - right);
  expect(near[25]).toBeGreaterThan(0.7);
  expect(nearest(noise)).toBeLessThan(near[5]!);
});

test("about half of the moves turn a vector past the cosine of 0.98, and none makes it longer", () => {
  let past = 0;
  for (let row = 0; row < COUNT; row++) {
    const moved = made.drifted(row);
    expect(normAt(moved, 0, DIMS)).toBeCloseTo(normAt(rowOf(row), 0, DIMS), 4);
    if (likeness(moved, rowOf(row)) < 0.98) past++;
  }
  expect(past / COUNT).toBeGreaterThan(0.45);
  expect(past / COUNT).toBeLessThan(0.65);
});
