import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reciprocalRankAtK } from "./mrr.ts";
import { ndcgAtK } from "./ndcg.ts";
import { pessimisticRank } from "./rank.ts";
import { overlapAtK, rankCorrelation } from "./rank-correlation.ts";
import { recallAtK } from "./recall-at-k.ts";
import { WindowedMean } from "./windowed.ts";

const { NaN: nan, POSITIVE_INFINITY: missed } = Number;

describe("pessimistic rank", () => {
  test("counts ties before the target", () => {
    expect(pessimisticRank([0.9, 0.5, 0.5, 0.1], 1)).toBe(3);
    expect(pessimisticRank([0.9, 0.5, 0.5, 0.1], 0)).toBe(1);
    expect(pessimisticRank([1, 1, 1, 1], 2)).toBe(4);
  });

  test("a NaN target or none is a miss, a NaN elsewhere stands before the target", () => {
    expect(pessimisticRank([nan, 0.5], 0)).toBe(missed);
    expect(pessimisticRank([0.5], 3)).toBe(missed);
    expect(pessimisticRank([nan, 0.5], 1)).toBe(2);
  });

  test("agrees with sorting when all scores differ", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 1 }), fc.nat(), (scores, pick) => {
        const target = pick % scores.length;
        const sorted = [...scores].sort((a, b) => b - a);
        expect(pessimisticRank(scores, target)).toBe(sorted.indexOf(scores[target]!) + 1);
      }),
    );
  });
});

describe("recall@k", () => {
  test("by hand: ranks 1, 3 and 12 of three relevant items", () => {
    expect(recallAtK({ ranks: [1, 3, 12], k: 10 })).toBeCloseTo(2 / 3, 12);
    expect(recallAtK({ ranks: [1, 3, 12], k: 2 })).toBeCloseTo(1 / 3, 12);
    expect(recallAtK({ ranks: [10], k: 10 })).toBe(1);
  });

  test("NaN and Infinity are misses, nothing relevant is 0", () => {
    expect(recallAtK({ ranks: [nan, missed, 1], k: 5 })).toBeCloseTo(1 / 3, 12);
    expect(recallAtK({ ranks: [], k: 5 })).toBe(0);
  });
});

describe("reciprocal rank@k", () => {
  test("by hand: the best rank counts, beyond k is 0", () => {
    expect(reciprocalRankAtK({ ranks: [4, 2, 9], k: 10 })).toBe(0.5);
    expect(reciprocalRankAtK({ ranks: [11], k: 10 })).toBe(0);
    expect(reciprocalRankAtK({ ranks: [nan, 4], k: 10 })).toBe(0.25);
    expect(reciprocalRankAtK({ ranks: [nan], k: 10 })).toBe(0);
    expect(reciprocalRankAtK({ ranks: [], k: 10 })).toBe(0);
  });
});

describe("ndcg@k", () => {
  test("by hand: ranks 1 and 3, two relevant", () => {
    // DCG = 1/log2(2) + 1/log2(4) = 1.5; ideal = 1/log2(2) + 1/log2(3) = 1.6309297535714575
    expect(ndcgAtK({ ranks: [1, 3], k: 5 })).toBeCloseTo(1.5 / 1.6309297535714575, 12);
  });

  test("one relevant item at rank r gives 1 / log2(r + 1)", () => {
    expect(ndcgAtK({ ranks: [3], k: 5 })).toBeCloseTo(0.5, 12);
    expect(ndcgAtK({ ranks: [6], k: 5 })).toBe(0);
    expect(ndcgAtK({ ranks: [nan], k: 5 })).toBe(0);
  });

  test("the ideal list is 1 even when more is relevant than k", () => {
    expect(ndcgAtK({ ranks: [1, 2, 3, 4], k: 2 })).toBeCloseTo(1, 12);
    expect(ndcgAtK({ ranks: [], k: 2 })).toBe(0);
  });
});

describe("windowed mean", () => {
  test("by hand, with a window of three", () => {
    const mean = new WindowedMean(3);
    expect(mean.mean).toBe(0);
    for (const value of [1, 0]) mean.add(value);
    expect(mean.mean).toBe(0.5);
    expect(mean.full).toBe(false);
    for (const value of [1, 1]) mean.add(value);
    expect(mean.mean).toBeCloseTo(2 / 3, 12);
    mean.add(nan);
    expect(mean.mean).toBeCloseTo(2 / 3, 12);
    mean.add(nan);
    expect(mean.mean).toBeCloseTo(1 / 3, 12);
    expect(mean.count).toBe(3);
    expect(mean.full).toBe(true);
  });

  test("agrees with the mean of the last values", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1 }),
        (window, values) => {
          const mean = new WindowedMean(window);
          for (const value of values) mean.add(value);
          const last = values.slice(-window);
          expect(mean.mean).toBeCloseTo(last.reduce((sum, each) => sum + each, 0) / last.length, 9);
        },
      ),
    );
  });

  test("refuses a window that is none", () => {
    expect(() => new WindowedMean(0)).toThrow(RangeError);
    expect(() => new WindowedMean(1.5)).toThrow(RangeError);
  });
});

describe("rank correlation and overlap", () => {
  test("by hand: 1 − 6·Σd² / n(n² − 1) without ties", () => {
    // Ranks 1 2 3 4 5 beside 2 1 4 3 5: Σd² = 4.
    const [own, other] = [
      [9, 8, 7, 6, 5],
      [8, 9, 6, 7, 5],
    ] as const;
    expect(rankCorrelation(own, other)).toBeCloseTo(1 - 24 / 120, 12);
    expect(rankCorrelation(own, [5, 6, 7, 8, 9])).toBeCloseTo(-1, 12);
    expect(rankCorrelation(own, [1, 1, 1, 1, 1])).toBe(0);
    expect(rankCorrelation([], [])).toBe(0);
    expect(() => rankCorrelation([1], [])).toThrow(RangeError);
  });

  test("ties share their mean rank, and NaN stands last", () => {
    // Ranks 1.5 1.5 3 beside 1 2 3.
    expect(rankCorrelation([2, 2, 1], [3, 2, 1])).toBeCloseTo(1.5 / Math.sqrt(1.5 * 2), 12);
    expect(rankCorrelation([3, 2, nan], [3, 2, 1])).toBeCloseTo(1, 12);
  });

  test("overlap of the best k", () => {
    expect(overlapAtK([4, 3, 2, 1], [4, 1, 3, 2], 2)).toBe(0.5);
    expect(overlapAtK([4, 3, 2, 1], [4, 1, 3, 2], 9)).toBe(1);
    expect(overlapAtK([], [], 2)).toBe(1);
  });
});
