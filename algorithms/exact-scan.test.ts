import fc from "fast-check";
import { expect, test } from "vitest";
import { exactScan } from "./exact-scan.ts";

const matrix = Float32Array.of(1, 0, 0, 2, 1, 1, 0, 0, 3, -3);
const query = Float32Array.of(1, 1);

test("inner product, by hand: ties to the lower row", () => {
  const { rows, scores } = exactScan({ matrix, dims: 2, count: 5, query, k: 3, metric: "inner" });
  expect([...rows]).toEqual([1, 2, 0]);
  expect([...scores]).toEqual([2, 2, 1]);
});

test("cosine, by hand: a row without length scores 0", () => {
  const { rows, scores } = exactScan({ matrix, dims: 2, count: 5, query, k: 5, metric: "cosine" });
  expect([...rows]).toEqual([2, 0, 1, 3, 4]);
  expect(scores[0]).toBeCloseTo(1, 12);
  expect(scores[1]).toBeCloseTo(Math.SQRT1_2, 12);
  expect(scores[3]).toBe(0);
});

test("offsets add, skipped rows and rows that are not finite stay out", () => {
  const offsets = Float32Array.of(5, 0, 0, Number.NaN, 0);
  const skip = (row: number) => row === 1;
  const { rows, scores } = exactScan({
    matrix,
    dims: 2,
    count: 5,
    query,
    k: 5,
    metric: "inner",
    offsets,
    skip,
  });
  expect([...rows]).toEqual([0, 2, 4]);
  expect([...scores]).toEqual([6, 2, 0]);
});

test("agrees with sorting every row", () => {
  const numbers = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 90 });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 40 }), (values, k) => {
      const count = Math.floor(values.length / 2);
      const found = exactScan({
        matrix: Float32Array.from(values),
        dims: 2,
        count,
        query,
        k,
        metric: "inner",
      });
      const expected = Array.from({ length: count }, (_, row) => ({
        row,
        score: values[2 * row]! + values[2 * row + 1]!,
      })).sort((a, b) => b.score - a.score || a.row - b.row);
      expect([...found.rows]).toEqual(expected.slice(0, k).map(({ row }) => row));
      expect([...found.scores]).toEqual(expected.slice(0, k).map(({ score }) => score));
    }),
  );
});
