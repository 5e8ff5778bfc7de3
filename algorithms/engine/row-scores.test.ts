import fc from "fast-check";
import { expect, test } from "vitest";
import { sortBestFirst } from "./best-first.ts";
import { RowScores } from "./row-scores.ts";

function scored(values: readonly number[]): RowScores {
  const scores = new RowScores();
  values.forEach((value, row) => {
    scores.set(row, value);
  });
  return scores;
}

test("the best first, ties by row, scores that are not finite and rows not accepted left out", () => {
  const scores = scored([0, 2, 2, 1, Number.NaN, Number.POSITIVE_INFINITY]);
  expect([...scores.top(3)]).toEqual([1, 2, 3]);
  expect([...scores.top(99)]).toEqual([1, 2, 3, 0]);
  expect([...scores.top(0)]).toEqual([]);
  expect([...scores.top(2, (row) => row !== 1)]).toEqual([2, 3]);
});

test("agrees with sorting everything", () => {
  const values = fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 60 });
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 70 }), (all, k) => {
      const order = [...all.keys()].sort((left, right) => all[right]! - all[left]! || left - right);
      expect([...scored(all).top(k)]).toEqual(order.slice(0, k));
      // Of two rows one is refused, then of nine.
      for (const every of [2, 9]) {
        const isFine = (row: number) => row % every > 0;
        const fine = order.filter(isFine);
        expect([...scored(all).top(k, isFine)]).toEqual(fine.slice(0, k));
      }
    }),
  );
});

test("places are sorted by value, of equal ones the lower row first", () => {
  const few = fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 60 });
  fc.assert(
    fc.property(few, (all) => {
      const rows = Int32Array.from(all, (_, place) => (place * 7) % 61);
      const by = { values: Float64Array.from(all), rows };
      const order = [...all.keys()].sort(
        (left, right) => all[right]! - all[left]! || rows[left]! - rows[right]!,
      );
      expect([...sortBestFirst(Int32Array.from(all.keys()), by)]).toEqual(order);
    }),
  );
});

test("sums, scales, and forgets all at once; rows may be high", () => {
  const scores = new RowScores();
  scores.add(5000, 2);
  scores.add(5000, 1);
  scores.set(3, 7);
  scores.scale((row) => (row === 3 ? 2 : 10));
  expect([scores.get(5000), scores.get(3), scores.get(4), scores.size]).toEqual([30, 14, 0, 2]);
  scores.clear();
  expect([scores.get(5000), scores.has(3), scores.size]).toEqual([0, false, 0]);
});
