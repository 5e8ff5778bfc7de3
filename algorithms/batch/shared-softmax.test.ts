import { describe, expect, test } from "vitest";
import { sharedSoftmax } from "./shared-softmax.ts";

describe("sharedSoftmax", () => {
  test("one right candidate, by hand", () => {
    const scores = Float32Array.of(1, 2, 0, 9);
    const loss = sharedSoftmax({
      ...{ scores, rows: 1, width: 4, candidates: 3, scale: 2 },
      // Candidate 0 stands for e items of its kind; of candidate 1, the right one, there is one.
      corrections: Float32Array.of(1, 5, 0),
      ...{ targets: Int32Array.of(1), starts: Int32Array.of(0, 1), weights: Float32Array.of(0.5) },
    });
    const total = Math.exp(3) + Math.exp(4) + 1;
    expect(loss).toBeCloseTo(-0.5 * Math.log(Math.exp(4) / total), 5);
    const expected = [Math.exp(3) / total, Math.exp(4) / total - 1, 1 / total, 0];
    scores.forEach((gradient, at) => {
      expect(gradient).toBeCloseTo(expected[at]!, 5);
    });
  });

  test("several right candidates are each as right as one", () => {
    const scores = Float32Array.of(0, 0, 0, 0);
    const loss = sharedSoftmax({
      ...{ scores, rows: 1, width: 4, candidates: 4, scale: 1, corrections: new Float32Array(4) },
      ...{ targets: Int32Array.of(0, 2), starts: Int32Array.of(0, 2), weights: Float32Array.of(1) },
    });
    expect(loss).toBeCloseTo(2 * Math.log(4), 5);
    expect([...scores]).toEqual([-0.5, 0.5, -0.5, 0.5]);
  });

  test("a row that only fills up has neither loss nor gradients", () => {
    const scores = Float32Array.of(3, 4);
    const loss = sharedSoftmax({
      ...{ scores, rows: 1, width: 2, candidates: 2, scale: 1, corrections: new Float32Array(2) },
      ...{ targets: Int32Array.of(0), starts: Int32Array.of(0, 1), weights: Float32Array.of(0) },
    });
    expect(loss).toBe(0);
    expect([...scores]).toEqual([0, 0]);
  });
});
