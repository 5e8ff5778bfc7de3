import { describe, expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { asked, queryOf, scoresOf } from "../testing/asked.ts";
import type { CoVisitationSettings } from "./co-visitation.ts";
import {
  CoVisitation,
  nextItemCoVisitation,
  symmetricCoVisitation,
  wideCoVisitation,
} from "./co-visitation.ts";

const plain: CoVisitationSettings = {
  ...symmetricCoVisitation,
  gapDecay: 0.5,
  back: 0.25,
  queryDecay: 0.5,
  alpha: 1,
  beta: 0.5,
  halfLifeEvents: 1e12,
};
const [a, b, c] = [0, 1, 2];

function counted(settings: CoVisitationSettings): CoVisitation {
  return new CoVisitation("co_visitation", settings);
}

/** One visitor's walk, weight 1. */
function walk(counts: CoVisitation, rows: readonly number[]): void {
  rows.forEach((row, index) => {
    const recent = rows.slice(0, index).reverse();
    counts.observe({ row, weight: 1, at: 0 }, queryOf({ recent }));
  });
}

test("by hand: one walk a → b → c", () => {
  const counts = counted(plain);
  walk(counts, [a, b, c]);
  // C[a] = {b: 1, c: .5}, every n = 1: s_b = 1 / (2 · √2), s_c = half of that.
  const [first, second, ...rest] = asked(counts, { recent: [a] });
  expect(first!.row).toBe(b);
  expect(first!.score).toBeCloseTo(1 / (2 * Math.SQRT2), 9);
  expect(second!.row).toBe(c);
  expect(second!.score).toBeCloseTo(0.5 / (2 * Math.SQRT2), 9);
  expect(rest).toEqual([]);
  expect(counts.partOf(a, b)).toBeCloseTo(first!.score, 9);
  expect(counts.pairWeight(a, c)).toBeCloseTo(0.5, 9);
  // From c only backwards: C[c] = {b: .25, a: .125}.
  expect(asked(counts, { recent: [c] })[0]!.score).toBeCloseTo(0.25 / (2 * Math.SQRT2), 9);
  // c newest, then a with q = .5: b gets .25 + .5 · 1, a gets .125, c gets .5 · .5.
  const both = scoresOf(counts, { recent: [c, a] });
  expect(both.get(b)).toBeCloseTo(0.75 / (2 * Math.SQRT2), 9);
  expect(both.get(a)).toBeCloseTo(0.125 / (2 * Math.SQRT2), 9);
  expect(both.get(c)).toBeCloseTo(0.25 / (2 * Math.SQRT2), 9);
  // A rail that is about some item starts from it, whatever the session did.
  expect(asked(counts, { recent: [c], seeds: [a] })).toEqual(asked(counts, { recent: [a] }));
});

test("by hand: trust grows with the visits behind a pair, not with the score", () => {
  const counts = counted({ ...plain, trustHalf: 2 });
  walk(counts, [a, b, c]);
  const trustOf = () => asked(counts, { recent: [a] }).map(({ trust }) => trust);
  // C[a][b] = 1, C[a][c] = .5, so 1 / 5 and .25 / 4.25.
  expect(trustOf()[0]).toBeCloseTo(0.2, 9);
  expect(trustOf()[1]).toBeCloseTo(1 / 17, 9);
  for (let visitor = 1; visitor < 6; visitor++) walk(counts, [a, b]);
  expect(trustOf()[0]).toBeCloseTo(0.9, 9);
  expect(counts.weightOf(b)).toBeCloseTo(6, 9);
  expect(counts.weightOf(77)).toBe(0);
});

test("a pair counts half after one half-life", () => {
  const counts = counted({ ...plain, halfLifeEvents: 100, alpha: 0, beta: 0 });
  walk(counts, [a, b]);
  for (let event = 0; event < 98; event++) walk(counts, [50]);
  walk(counts, [a, c]);
  const scores = scoresOf(counts, { recent: [a] });
  expect(scores.get(b)! / scores.get(c)!).toBeCloseTo(0.5, 9);
  expect(scores.get(c)).toBeCloseTo(1, 9);
  expect(counts.heaviest).toBeGreaterThan(1);
});

test("unknown items answer nothing", () => {
  expect(asked(counted(plain), { recent: [a] })).toEqual([]);
});

test("a list keeps its largest neighbours", () => {
  const counts = counted({ ...plain, maxNeighbours: 8 });
  const hub = 200;
  for (let row = 0; row < 100; row++) {
    const weight = row < 4 ? 100 : 1 + row / 1000;
    counts.observe({ row, weight, at: 0 }, queryOf({ recent: [hub] }));
  }
  const kept = asked(counts, { recent: [hub] }).map(({ row }) => row);
  expect(kept.length).toBeLessThanOrEqual(10);
  expect(kept).toEqual(expect.arrayContaining([0, 1, 2, 3]));
});

test("what is not among an item's neighbours has not got it either, unless some were dropped", () => {
  const counts = counted({ ...plain, maxNeighbours: 8 });
  const random = randomFrom([3]);
  for (let visitor = 0; visitor < 60; visitor++) {
    // Low rows are met by many others, high ones by few.
    walk(
      counts,
      Array.from({ length: 4 }, () => Math.min(random.below(40), random.below(40))),
    );
  }
  const rows = Array.from({ length: 40 }, (_, row) => row);
  expect(new Set(rows.map((row) => counts.isCut(row))).size).toBe(2);
  for (const from of rows.filter((row) => !counts.isCut(row))) {
    const unmet = rows.filter((row) => counts.pairWeight(from, row) === 0);
    expect(unmet.filter((row) => counts.pairWeight(row, from) > 0)).toEqual([]);
  }
});

describe("against the formula, decayed event by event", () => {
  const all = { symmetricCoVisitation, nextItemCoVisitation, wideCoVisitation };
  for (const [name, settings] of Object.entries(all)) {
    test(name, () => {
      // A short half-life moves the landmark many times over 20,000 events.
      const counts = counted({ ...settings, halfLifeEvents: 15 });
      const pairs = new Map<string, number>();
      const totals = new Map<number, number>();
      const random = randomFrom([11]);
      const history: number[] = [];
      const halve = 2 ** (-1 / 15);
      for (let event = 1; event <= 20_000; event++) {
        const row = random.below(12);
        counts.observe({ row, weight: 2, at: 0 }, queryOf({ recent: history }));
        for (const [key, value] of pairs) pairs.set(key, value * halve);
        for (const [key, value] of totals) totals.set(key, value * halve);
        add(totals, row, 2);
        history.slice(0, settings.historyLength).forEach((earlier, gap) => {
          add(pairs, `${earlier}>${row}`, 2 * settings.gapDecay ** gap);
          if (earlier === row) return;
          add(pairs, `${row}>${earlier}`, 2 * settings.back * settings.gapDecay ** gap);
        });
        history.unshift(row);
        history.length = Math.min(history.length, 50);
      }
      const scores = scoresOf(counts, { recent: history });
      expect(scores.size).toBe(12);
      for (const [row, score] of scores) {
        let expected = 0;
        history.slice(0, settings.queryLength).forEach((earlier, gap) => {
          const pair = pairs.get(`${earlier}>${row}`) ?? 0;
          const own = (totals.get(earlier)! + settings.shrink) ** settings.alpha;
          expected += (settings.queryDecay ** gap * pair) / own;
        });
        expected /= (totals.get(row)! + settings.shrink) ** settings.beta;
        expect(score / expected).toBeCloseTo(1, 6);
      }
    });
  }
});

function add<K>(map: Map<K, number>, key: K, amount: number): void {
  map.set(key, (map.get(key) ?? 0) + amount);
}
