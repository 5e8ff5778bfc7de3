import fc from "fast-check";
import { expect, test } from "vitest";
import { compareCandidates, topCandidates, trustIn } from "./candidate.ts";

test("the best first, ties by id, scores that are not finite left out", () => {
  const scored = { d: 1, b: 2, c: 2, a: 0, x: Number.NaN, y: Number.POSITIVE_INFINITY };
  const candidates = Object.entries(scored).map(([itemId, score]) => ({ itemId, score }));
  expect(topCandidates(candidates, 3).map(({ itemId }) => itemId)).toEqual(["b", "c", "d"]);
  expect(topCandidates(candidates, 99)).toHaveLength(4);
  expect(topCandidates(candidates, 0)).toEqual([]);
});

test("agrees with sorting everything", () => {
  const scores = fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 60 });
  fc.assert(
    fc.property(scores, fc.integer({ min: 0, max: 70 }), (values, k) => {
      const candidates = values.map((score, index) => ({ itemId: `i${index}`, score }));
      const sorted = [...candidates].sort(compareCandidates).slice(0, k);
      expect(topCandidates(candidates, k)).toEqual(sorted);
    }),
  );
});

test("trust grows from none to nearly full with what was observed", () => {
  expect(trustIn(0, 5)).toBe(0);
  expect(trustIn(5, 5)).toBe(0.5);
  expect(trustIn(1, 3)).toBe(0.1);
  expect(trustIn(15, 5)).toBe(0.9);
  expect(trustIn(Number.NaN, 5)).toBe(0);
});
