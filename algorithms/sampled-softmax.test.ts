import { describe, expect, test } from "vitest";
import { SampledSoftmax } from "./sampled-softmax.ts";

function softmaxOf(scores: readonly number[]): SampledSoftmax {
  const softmax = new SampledSoftmax(scores.length - 1);
  softmax.begin(10);
  for (let row = 11; row < 10 + scores.length; row++) softmax.add(row);
  softmax.values.set(scores);
  return softmax;
}

describe("coefficients", () => {
  test("by hand: equal scores", () => {
    const softmax = softmaxOf([0, 0]);
    expect(softmax.weigh()).toBeCloseTo(Math.LN2, 6);
    expect([...softmax.rows]).toEqual([10, 11]);
    expect([...softmax.values]).toEqual([0.5, -0.5]);
    expect(softmax.positiveCoefficient).toBe(0.5);
  });

  test("are minus the numeric gradient of the loss", () => {
    const scores = [0.3, -1.2, 2.5, 0.9];
    const softmax = softmaxOf(scores);
    softmax.weigh();
    scores.forEach((_, index) => {
      const lossAt = (shift: number) =>
        softmaxOf(scores.map((score, at) => (at === index ? score + shift : score))).weigh();
      expect(softmax.values[index]).toBeCloseTo(-(lossAt(1e-3) - lossAt(-1e-3)) / 2e-3, 4);
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
});

test.each([0, 1, 3, 8, 50])("the %s hardest are the first of all when sorted", (limit) => {
  const scores = Array.from({ length: 31 }, (_, at) => Math.sin(5 * at));
  const softmax = softmaxOf(scores);
  softmax.weigh();
  const rows: number[] = [];
  softmax.forEachHardest(limit, (row) => rows.push(row));
  const negatives = scores.map((score, at) => ({ score, row: 10 + at })).slice(1);
  negatives.sort((left, right) => right.score - left.score);
  expect(rows).toEqual([10, ...negatives.slice(0, limit).map(({ row }) => row)]);
});
