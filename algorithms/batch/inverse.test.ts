import { describe, expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { inverse } from "./inverse.ts";

function positiveDefinite(size: number): number[][] {
  const random = randomFrom([size]);
  const roots = Array.from({ length: size }, () =>
    Array.from({ length: size }, () => random.unit() - 0.5),
  );
  return roots.map((left, row) =>
    roots.map((right, column) => {
      const product = left.reduce((sum, value, at) => sum + value * right[at]!, 0);
      return product + (row === column ? 1 : 0);
    }),
  );
}

describe("inverse", () => {
  test.each([1, 2, 63, 64, 130])("of %i rows times the matrix is the unit matrix", (size) => {
    const matrix = positiveDefinite(size);
    const inverted = inverse(size, (add) => {
      matrix.forEach((values, row) => {
        values.forEach((value, column) => {
          add(row, column, value);
        });
      });
    });
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column += 7) {
        const value = matrix[row]!.reduce((sum, own, at) => sum + own * inverted.at(at, column), 0);
        expect(value).toBeCloseTo(row === column ? 1 : 0, 10);
      }
    }
  });

  test("refuses a matrix that is not positive definite", () => {
    const fill = (add: (row: number, column: number, value: number) => void) => add(0, 0, -1);
    expect(() => inverse(1, fill)).toThrow(RangeError);
    expect(() => inverse(2, () => {})).toThrow(RangeError);
  });
});
