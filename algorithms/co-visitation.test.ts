import { describe, expect, test } from "vitest";
import type { CoVisitationSettings } from "./co-visitation.ts";
import { CoVisitation, nextItemCoVisitation, symmetricCoVisitation } from "./co-visitation.ts";
import { randomFrom } from "./random.ts";

const plain: CoVisitationSettings = {
  ...symmetricCoVisitation,
  gapDecay: 0.5,
  back: 0.25,
  queryDecay: 0.5,
  alpha: 1,
  beta: 0.5,
  halfLifeEvents: 1e12,
};

/** One visitor's walk, weight 1, events numbered from `from`. */
function walk(counts: CoVisitation, itemIds: readonly string[], from = 1): void {
  itemIds.forEach((itemId, index) => {
    const visitorHistory = itemIds.slice(0, index).reverse();
    counts.observe({ visitorHistory, itemId, weight: 1, eventIndex: from + index });
  });
}

test("by hand: one walk a → b → c", () => {
  const counts = new CoVisitation(plain);
  walk(counts, ["a", "b", "c"]);
  // C[a] = {b: 1, c: .5}, every n = 1: s_b = 1 / (2 · √2), s_c = half of that.
  const [first, second, ...rest] = counts.query(["a"], 9);
  expect(first!.itemId).toBe("b");
  expect(first!.score).toBeCloseTo(1 / (2 * Math.SQRT2), 9);
  expect(second!.itemId).toBe("c");
  expect(second!.score).toBeCloseTo(0.5 / (2 * Math.SQRT2), 9);
  expect(rest).toEqual([]);
  // From c only backwards: C[c] = {b: .25, a: .125}.
  expect(counts.query(["c"], 1)[0]!.score).toBeCloseTo(0.25 / (2 * Math.SQRT2), 9);
  // c newest, then a with q = .5: b gets .25 + .5 · 1, a gets .125, c gets .5 · .5.
  const both = new Map(counts.query(["c", "a"], 9).map(({ itemId, score }) => [itemId, score]));
  expect(both.get("b")).toBeCloseTo(0.75 / (2 * Math.SQRT2), 9);
  expect(both.get("a")).toBeCloseTo(0.125 / (2 * Math.SQRT2), 9);
  expect(both.get("c")).toBeCloseTo(0.25 / (2 * Math.SQRT2), 9);
});

test("by hand: trust grows with the visits behind a pair, not with the score", () => {
  const counts = new CoVisitation({ ...plain, trustHalf: 2 });
  walk(counts, ["a", "b", "c"]);
  const trustOf = () => counts.query(["a"], 9).map(({ trust }) => trust);
  // C[a][b] = 1, C[a][c] = .5, so 1 / 5 and .25 / 4.25.
  expect(trustOf()[0]).toBeCloseTo(0.2, 9);
  expect(trustOf()[1]).toBeCloseTo(1 / 17, 9);
  for (let visitor = 1; visitor < 6; visitor++) walk(counts, ["a", "b"], 3 * visitor);
  expect(trustOf()[0]).toBeCloseTo(0.9, 9);
  expect(counts.weightOf("b")).toBeCloseTo(6, 9);
  expect(counts.weightOf("stranger")).toBe(0);
});

test("a pair counts half after one half-life", () => {
  const counts = new CoVisitation({ ...plain, halfLifeEvents: 100, alpha: 0, beta: 0 });
  walk(counts, ["a", "b"], 1);
  walk(counts, ["a", "c"], 101);
  const scores = new Map(counts.query(["a"], 9).map(({ itemId, score }) => [itemId, score]));
  expect(scores.get("b")! / scores.get("c")!).toBeCloseTo(0.5, 9);
  expect(scores.get("c")).toBeCloseTo(1, 9);
});

test("weights that are not above 0 teach nothing; unknown items answer nothing", () => {
  const counts = new CoVisitation(plain);
  for (const weight of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    counts.observe({ visitorHistory: ["a"], itemId: "b", weight, eventIndex: 1 });
  }
  expect(counts.size).toBe(0);
  expect(counts.query(["a"], 5)).toEqual([]);
});

test("a list keeps its largest neighbours", () => {
  const counts = new CoVisitation({ ...plain, maxNeighbours: 8 });
  for (let item = 0; item < 100; item++) {
    const weight = item < 4 ? 100 : 1 + item / 1000;
    counts.observe({ visitorHistory: ["hub"], itemId: `i${item}`, weight, eventIndex: item + 1 });
  }
  const kept = counts.query(["hub"], 99).map(({ itemId }) => itemId);
  expect(kept.length).toBeLessThanOrEqual(10);
  expect(kept).toEqual(expect.arrayContaining(["i0", "i1", "i2", "i3"]));
});

describe("against the formula, decayed event by event", () => {
  for (const [name, settings] of Object.entries({ symmetricCoVisitation, nextItemCoVisitation })) {
    test(name, () => {
      // A short half-life moves the landmark many times over 20,000 events.
      const short = { ...settings, halfLifeEvents: 15 };
      const counts = new CoVisitation(short);
      const pairs = new Map<string, number>();
      const totals = new Map<string, number>();
      const random = randomFrom([11]);
      const history: string[] = [];
      const halve = 2 ** (-1 / 15);
      for (let eventIndex = 1; eventIndex <= 20_000; eventIndex++) {
        const itemId = `i${random.below(12)}`;
        counts.observe({ visitorHistory: history, itemId, weight: 2, eventIndex });
        for (const map of [pairs, totals])
          for (const [key, value] of map) map.set(key, value * halve);
        add(totals, itemId, 2);
        history.slice(0, settings.historyLength).forEach((earlier, gap) => {
          add(pairs, `${earlier}>${itemId}`, 2 * settings.gapDecay ** gap);
          if (earlier !== itemId) {
            add(pairs, `${itemId}>${earlier}`, 2 * settings.back * settings.gapDecay ** gap);
          }
        });
        history.unshift(itemId);
        history.length = Math.min(history.length, 20);
      }
      for (const { itemId, score } of counts.query(history, 99)) {
        let expected = 0;
        history.slice(0, settings.queryLength).forEach((earlier, gap) => {
          const pair = pairs.get(`${earlier}>${itemId}`) ?? 0;
          const own = (totals.get(earlier)! + settings.shrink) ** settings.alpha;
          expected += (settings.queryDecay ** gap * pair) / own;
        });
        expected /= (totals.get(itemId)! + settings.shrink) ** settings.beta;
        expect(score / expected).toBeCloseTo(1, 6);
      }
    });
  }
});

function add(map: Map<string, number>, key: string, amount: number): void {
  map.set(key, (map.get(key) ?? 0) + amount);
}
