import { describe, expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { kolmogorovSmirnov } from "./kolmogorov-smirnov.ts";
import { PSI_DRIFT, PSI_WATCH, populationStability } from "./psi.ts";
import { referenceOf } from "./reference.ts";

const random = randomFrom([19]);
/** Sums of uniform numbers, about normal with deviation 1; `at` is the mean. */
const normal = (count: number, at = 0, spread = 1) =>
  Float64Array.from({ length: count }, () => {
    let sum = -6;
    for (let part = 0; part < 12; part++) sum += random.unit();
    return at + spread * sum;
  });
const some = (count: number, share: number, value: number) =>
  Float64Array.from({ length: count }, () => (random.unit() < share ? value : random.unit()));

describe("the reference", () => {
  test("by hand: a hundred numbers in ten bins", () => {
    const values = Array.from({ length: 100 }, (_, at) => at + 1);
    const { edges, shares, quantiles } = referenceOf(values);
    expect(edges).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(shares).toEqual([...Array(10).fill(0.1), 0]);
    expect([quantiles[0], quantiles[25], quantiles[50]]).toEqual([1, 50, 100]);
  });

  test("a frequent value has one bin, missing ones are counted, and none at all is no fault", () => {
    const values = [...Array(70).fill(0), ...Array(20).fill(5), ...Array(10).fill(Number.NaN)];
    const { edges, shares } = referenceOf(values);
    expect(edges).toEqual([0]);
    expect(shares).toEqual([0.7, 0.2, 0.1]);
    expect(referenceOf([]).quantiles).toEqual([]);
    const missing = new Float64Array(200).fill(Number.NaN);
    expect(populationStability(referenceOf(missing), missing.subarray(100))).toBeLessThan(0.01);
  });
});

describe("PSI", () => {
  test("by hand: a half became three quarters", () => {
    const reference = { count: 1e9, edges: [0], shares: [0.5, 0.5, 0], quantiles: [] };
    const values = Float64Array.from({ length: 1e5 }, (_, at) => (at % 4 === 0 ? 1 : -1));
    // (3/4 − 1/2)·ln(3/2) + (1/4 − 1/2)·ln(1/2)
    expect(populationStability(reference, values)).toBeCloseTo(0.27465, 3);
  });

  test.each([
    ["normal", () => normal(4_000)],
    ["mostly zero", () => some(4_000, 0.8, 0)],
    ["often missing", () => some(4_000, 0.5, Number.NaN)],
  ])("is small for a new sample of the same: %s", (_, draw) => {
    const reference = referenceOf(draw());
    for (let round = 0; round < 20; round++) {
      expect(populationStability(reference, draw().subarray(0, 2_000))).toBeLessThan(0.02);
      expect(kolmogorovSmirnov(reference, draw())).toBeLessThan(0.07);
    }
  });

  test("tells a little shift from a large one, and that values went missing", () => {
    const reference = referenceOf(normal(4_000));
    expect(populationStability(reference, normal(2_000, 0.4))).toBeGreaterThan(PSI_WATCH);
    expect(populationStability(reference, normal(2_000, 0.4))).toBeLessThan(PSI_DRIFT);
    expect(populationStability(reference, normal(2_000, 1))).toBeGreaterThan(PSI_DRIFT);
    expect(populationStability(reference, normal(2_000, 0, 2))).toBeGreaterThan(PSI_DRIFT);
    const gone = normal(2_000).map((value, at) => (at % 4 === 0 ? Number.NaN : value));
    expect(populationStability(reference, gone)).toBeGreaterThan(PSI_DRIFT);
  });
});

describe("Kolmogorov–Smirnov", () => {
  test("by hand: uniform on [0, 1] against the upper half of it", () => {
    const uniform = Array.from({ length: 1_000 }, (_, at) => (at + 1) / 1_000);
    const upper = uniform.map((value) => 0.5 + value / 2);
    expect(kolmogorovSmirnov(referenceOf(uniform), upper)).toBeCloseTo(0.5, 2);
    expect(kolmogorovSmirnov(referenceOf(uniform), uniform)).toBeLessThan(0.01);
  });

  test("a step is no gap: the same share at one value, and another share", () => {
    const reference = referenceOf(some(5_000, 0.8, 0));
    expect(kolmogorovSmirnov(reference, some(5_000, 0.8, 0))).toBeLessThan(0.06);
    expect(kolmogorovSmirnov(reference, some(5_000, 0.4, 0))).toBeGreaterThan(0.3);
  });
});
