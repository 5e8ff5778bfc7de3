import { expect, test } from "vitest";
import { softmaxGradients } from "./listwise-softmax.ts";

const data = {
  features: ["f"],
  values: new Float32Array(5),
  groups: Int32Array.of(0, 2, 5),
  labels: Float32Array.of(1, 0, 3, 1, 0),
  weights: Float32Array.of(1, 2),
};
const scores = Float32Array.of(Math.log(3), 0, 0, Math.log(2), 0);

function gradientsOf(scores: Float32Array, groups = Int32Array.of(0, 1)) {
  const gradients = new Float32Array(5);
  const hessians = new Float32Array(5);
  const loss = softmaxGradients(data, scores, { groups, gradients, hessians });
  return { loss, gradients, hessians };
}

test("is p − y and p (1 − p), times the group's weight", () => {
  const { loss, gradients, hessians } = gradientsOf(scores);
  // Group 0: p = 3/4, 1/4; y = 1, 0. Group 1, twice: p = 1/4, 1/2, 1/4; y = 3/4, 1/4, 0.
  const expected = [-1 / 4, 1 / 4, -1, 1 / 2, 1 / 2];
  for (const [row, g] of expected.entries()) expect(gradients[row]).toBeCloseTo(g, 6);
  const second = [3 / 16, 3 / 16, 3 / 8, 1 / 2, 3 / 8];
  for (const [row, h] of second.entries()) expect(hessians[row]).toBeCloseTo(h, 6);
  const first = -Math.log(3 / 4);
  const other = -(3 / 4) * Math.log(1 / 4) - (1 / 4) * Math.log(1 / 2);
  expect(loss).toBeCloseTo((first + 2 * other) / 3, 6);
});

test("is the slope of the loss", () => {
  const { gradients } = gradientsOf(scores);
  for (let row = 0; row < 5; row++) {
    const lossAt = (by: number) =>
      gradientsOf(scores.map((score, index) => (index === row ? score + by : score))).loss;
    expect((3 * (lossAt(0.01) - lossAt(-0.01))) / 0.02).toBeCloseTo(gradients[row]!, 3);
  }
});

test("leaves the rows of other groups alone, and survives scores far apart", () => {
  expect([...gradientsOf(scores, Int32Array.of(0)).gradients].slice(2)).toEqual([0, 0, 0]);
  const { loss, gradients } = gradientsOf(Float32Array.of(-2000, 2000, 0, 0, 0));
  expect(loss).toBeGreaterThan(1000);
  expect(gradients[0]).toBe(-1);
});
