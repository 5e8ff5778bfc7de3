import { describe, expect, test } from "vitest";
import { clipNorm, SampledSoftmax } from "./sampled-softmax.ts";

function softmaxOf(scores: readonly number[]): SampledSoftmax {
  const softmax = new SampledSoftmax(scores.length - 1);
  softmax.begin(10, scores[0]!);
  scores.slice(1).forEach((score, index) => {
    softmax.add(11 + index, score);
  });
  return softmax;
}

describe("coefficients", () => {
  test("by hand: equal scores", () => {
    const softmax = softmaxOf([0, 0]);
    expect(softmax.weigh()).toBeCloseTo(Math.LN2, 12);
    const seen: [number, number][] = [];
    softmax.forEach((row, coefficient) => {
      seen.push([row, coefficient]);
    });
    expect(seen).toEqual([
      [10, 0.5],
      [11, -0.5],
    ]);
    expect(softmax.positiveCoefficient).toBe(0.5);
  });

  test("are minus the numeric gradient of the loss", () => {
    const scores = [0.3, -1.2, 2.5, 0.9];
    const softmax = softmaxOf(scores);
    softmax.weigh();
    const coefficients: number[] = [];
    softmax.forEach((_, coefficient) => {
      coefficients.push(coefficient);
    });
    scores.forEach((_, index) => {
      const lossAt = (shift: number) =>
        softmaxOf(scores.map((score, at) => (at === index ? score + shift : score))).weigh();
      expect(coefficients[index]).toBeCloseTo(-(lossAt(1e-6) - lossAt(-1e-6)) / 2e-6, 6);
    });
  });

  test("stay finite for scores far apart", () => {
    const softmax = softmaxOf([-5000, 5000]);
    expect(softmax.weigh()).toBeCloseTo(10_000, 6);
    expect(softmax.positiveCoefficient).toBe(1);
  });
});

test("the hardest negatives come after the positive, ties by order of drawing", () => {
  const softmax = softmaxOf([0, 1, 3, 3, 2]);
  softmax.weigh();
  const rows: number[] = [];
  softmax.forEachHardest(3, (row) => rows.push(row));
  expect(rows).toEqual([10, 12, 13, 14]);
  expect(softmax.has(12)).toBe(true);
  expect(softmax.has(99)).toBe(false);
});

test("clipping keeps the direction and leaves short vectors alone", () => {
  const values = Float64Array.of(7, 3, 4, 7);
  clipNorm(values, 1, 2, 1);
  expect(values[1]).toBeCloseTo(0.6, 12);
  expect(values[2]).toBeCloseTo(0.8, 12);
  clipNorm(values, 1, 2, 5);
  expect([values[0], values[3]]).toEqual([7, 7]);
  expect(values[1]).toBeCloseTo(0.6, 12);
});
