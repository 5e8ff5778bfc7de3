import { describe, expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { MatrixMemory, paddedColumns, paddedRows, transpose } from "./matrix-memory.ts";

const random = randomFrom([1]);
const noise = () => 2 * random.unit() - 1;

describe.each([
  ["single", MatrixMemory.ofSingles, 1e-5],
  ["double", MatrixMemory.ofDoubles, 1e-13],
] as const)("a product in %s precision", (_, memoryOf, tolerance) => {
  test.each([
    [4, 8, 1],
    [8, 24, 5],
    [12, 16, 33],
  ])("of %i × %i numbers, %i deep, is what three loops give", (rows, columns, depth) => {
    for (const transposed of [false, true]) {
      const memory = memoryOf([rows * depth, depth * columns, rows * columns]);
      const left = memory.take(rows * depth);
      const right = memory.take(depth * columns);
      const into = memory.take(rows * columns);
      for (const matrix of [left, right, into]) {
        for (let at = 0; at < matrix.length; at++) matrix[at] = noise();
      }
      const expected = [...into];
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          for (let at = 0; at < depth; at++) {
            const factor = left[transposed ? at * rows + row : row * depth + at]!;
            expected[row * columns + column]! += factor * right[at * columns + column]!;
          }
        }
      }
      memory.addProduct({ left, right, into, rows, columns, depth, transposed } as never);
      into.forEach((value, at) => {
        expect(Math.abs(value - expected[at]!)).toBeLessThan(tolerance);
      });
    }
  });
});

test("what does not fit is refused, and nothing is written", () => {
  const memory = MatrixMemory.ofSingles([32, 64, 32]);
  const [left, right, into] = [memory.take(32), memory.take(64), memory.take(32)];
  const product = { left, right, into, rows: 4, columns: 8, depth: 8 };
  expect(() => memory.addProduct({ ...product, rows: 3 })).toThrow(RangeError);
  expect(() => memory.addProduct({ ...product, columns: 4 })).toThrow(RangeError);
  expect(() => memory.addProduct({ ...product, depth: 9 })).toThrow(RangeError);
  expect(() => memory.addProduct({ ...product, into: new Float32Array(32) })).toThrow(RangeError);
  memory.addProduct({ ...product, depth: 0 });
  expect(into.every((value) => value === 0)).toBe(true);
});

test("padding and turning", () => {
  expect([paddedRows(0), paddedRows(1), paddedRows(8)]).toEqual([0, 4, 8]);
  expect([paddedColumns(1), paddedColumns(8), paddedColumns(9)]).toEqual([8, 8, 16]);
  const target = new Float32Array(6);
  transpose({ source: Float32Array.of(1, 2, 3, 4, 5, 6), target, rows: 2, columns: 3 });
  expect([...target]).toEqual([1, 4, 2, 5, 3, 6]);
});
