import { describe, expect, test } from "vitest";
import { allFinite, axpy, cosine, dot, normAt, unit } from "./vector.ts";

const values = Float32Array.of(9, 3, 4, 9, 1, 2);

describe("kernels over spans, by hand", () => {
  test("dot, norm, cosine", () => {
    expect(dot({ values, at: 1 }, { values, at: 4 }, 2)).toBe(11);
    expect(normAt(values, 1, 2)).toBe(5);
    expect(cosine({ values, at: 1 }, { values, at: 4 }, 2)).toBeCloseTo(
      11 / (5 * Math.sqrt(5)),
      12,
    );
    expect(cosine({ values, at: 1 }, { values: new Float32Array(2), at: 0 }, 2)).toBe(0);
  });

  test("dot takes every number, whatever the length", () => {
    const ones = new Float32Array(12).fill(1);
    const numbers = Float32Array.from({ length: 12 }, (_, d) => d + 1);
    for (let dims = 0; dims <= 11; dims++) {
      const expected = ((dims + 1) * (dims + 2)) / 2 - 1;
      expect(dot({ values: ones, at: 0 }, { values: numbers, at: 1 }, dims)).toBe(expected);
    }
  });

  test("axpy changes only its span", () => {
    const target = Float32Array.of(1, 1, 1, 1);
    axpy(2, { values, at: 1 }, { values: target, at: 1 }, 2);
    expect([...target]).toEqual([1, 7, 9, 1]);
  });

  test("unit is a copy of length 1; without length or not finite it is zeros", () => {
    expect([...unit(Float32Array.of(3, 4))]).toEqual([...Float32Array.of(0.6, 0.8)]);
    expect([...unit(new Float32Array(2))]).toEqual([0, 0]);
    expect([...unit(Float32Array.of(Number.NaN, 1))]).toEqual([0, 0]);
  });

  test("allFinite", () => {
    expect(allFinite(values)).toBe(true);
    expect(allFinite(Float32Array.of(1, Number.POSITIVE_INFINITY))).toBe(false);
  });
});
