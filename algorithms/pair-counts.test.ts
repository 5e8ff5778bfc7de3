import fc from "fast-check";
import { expect, test } from "vitest";
import { PairCounts } from "./pair-counts.ts";

const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 9 })));

test("counts as a map does, through every growth", () => {
  fc.assert(
    fc.property(steps, (added) => {
      const counts = new PairCounts();
      const map = new Map<number, number>();
      for (const [key, amount] of added) {
        counts.add(key, amount);
        map.set(key, (map.get(key) ?? 0) + amount);
      }
      expect(new Map(counts.entries())).toEqual(map);
      expect(counts.size).toBe(map.size);
      for (let key = 0; key < 100; key++) expect(counts.get(key)).toBe(map.get(key) ?? 0);
    }),
  );
});

test("keeps the largest, of equal ones the lower keys, and goes on counting", () => {
  const counts = new PairCounts();
  for (const [key, amount] of [
    [5, 1],
    [3, 7],
    [9, 1],
    [2, 1],
    [4, 2],
  ] as const)
    counts.add(key, amount);
  counts.keepLargest(3);
  expect(new Map(counts.entries())).toEqual(
    new Map([
      [3, 7],
      [4, 2],
      [2, 1],
    ]),
  );
  counts.add(9, 4);
  counts.scale(0.5);
  expect([2, 3, 4, 5, 9].map((key) => counts.get(key))).toEqual([0.5, 3.5, 1, 0, 2]);
});
