import { describe, expect, test } from "vitest";
import type { BlendState } from "./blend.ts";
import {
  BlendStateError,
  blendFeatureNames,
  blendRows,
  initialBlendWeights,
  LinearBlend,
} from "./blend.ts";
import { randomFrom } from "./random.ts";

const sources = [
  {
    name: "co_visitation",
    candidates: [
      { itemId: "a", score: 3 },
      { itemId: "b", score: 1 },
    ],
  },
  { name: "trending", candidates: [{ itemId: "c", score: 5 }] },
  { name: "session_knn", candidates: [] },
];
const features = blendFeatureNames(
  sources.map(({ name }) => name),
  ["recent"],
);

describe("features", () => {
  test("by hand: z and reciprocal rank per source, extras last", () => {
    const extra = (itemId: string) => [itemId === "b" ? 1 : 0];
    const rows = blendRows({ sources, extras: ["recent"], extra });
    expect(features).toEqual([
      "co_visitation.z",
      "co_visitation.rr",
      "trending.z",
      "trending.rr",
      "session_knn.z",
      "session_knn.rr",
      "recent",
    ]);
    expect(rows.itemIds).toEqual(["a", "b", "c"]);
    expect([...rows.features.subarray(0, 7)]).toEqual([1, 1, -0.5, 0, 0, 0, 0]);
    expect([...rows.features.subarray(7, 14)]).toEqual([-1, 0.5, -0.5, 0, 0, 0, 1]);
    expect([...rows.features.subarray(14, 21)]).toEqual([-1.5, 0, 0, 1, 0, 0, 0]);
  });

  test("z is of logarithms where all scores are above 0, else of the scores", () => {
    const zOf = (scores: readonly number[]) => {
      const candidates = scores.map((score, index) => ({ itemId: `i${index}`, score }));
      const { features: values } = blendRows({ sources: [{ name: "s", candidates }] });
      return scores.map((_, index) => values[2 * index]!);
    };
    // Logarithms 2, 1, 0 and scores 2, 1, 0: mean 1, deviation √(2/3).
    for (const scores of [
      [Math.E ** 2, Math.E, 1],
      [2, 1, 0],
    ]) {
      expect(zOf(scores)[0]).toBeCloseTo(Math.sqrt(1.5), 6);
      expect(zOf(scores)[1]).toBeCloseTo(0, 6);
      expect(zOf(scores)[2]).toBeCloseTo(-Math.sqrt(1.5), 6);
    }
  });

  test("a source that trusts its candidate little gives it little of its rank", () => {
    const candidates = [
      { itemId: "a", score: 2, trust: 0.25 },
      { itemId: "b", score: 1 },
    ];
    const { features: values } = blendRows({ sources: [{ name: "s", candidates }] });
    expect([...values]).toEqual([1, 0.25, -1, 0.5]);
  });

  test("equal scores share the mean of their ranks", () => {
    const candidates = [5, 3, 3, 3, 1].map((score, at) => ({ itemId: `i${at}`, score }));
    const { features: values } = blendRows({ sources: [{ name: "s", candidates }] });
    const ranks = candidates.map((_, row) => 1 / values[2 * row + 1]!);
    expect(ranks[0]).toBe(1);
    for (const tied of ranks.slice(1, 4)) expect(tied).toBeCloseTo(3, 6);
    expect(ranks[4]).toBeCloseTo(5, 6);
  });

  test("no candidates, no rows", () => {
    expect(blendRows({ sources: [] }).itemIds).toEqual([]);
  });
});

test("before it learns it sums weighted reciprocal ranks", () => {
  const blend = new LinearBlend(features, initialBlendWeights);
  const scores = blend.score(blendRows({ sources, extras: ["recent"], extra: () => [0] }));
  const { "co_visitation.rr": visited, "trending.rr": trending } = initialBlendWeights;
  expect(scores[0]).toBeCloseTo(visited!, 6);
  expect(scores[1]).toBeCloseTo(visited! / 2, 6);
  expect(scores[2]).toBeCloseTo(trending!, 6);
});

describe("learning", () => {
  test("by hand: the first Adagrad step is the rate in each direction that matters", () => {
    const blend = new LinearBlend(["x", "y"]);
    const rows = { itemIds: ["a", "b"], features: Float32Array.of(1, 0, 0, 0) };
    expect(blend.learn(rows, 0)).toBeCloseTo(Math.LN2, 9);
    // Gradient of x: .5 − 1 = −.5, so Adagrad moves by 0.1 · .5 / √.25 = 0.1; y has none.
    expect(blend.state().weights[0]).toBeCloseTo(0.1, 6);
    expect(blend.state().weights[1]).toBe(0);
    expect(blend.state().version).toBe(1);
  });

  test("finds the source that the clicks follow", () => {
    const blend = new LinearBlend(["noise.rr", "signal.rr"]);
    const random = randomFrom([3]);
    let late = 0;
    for (let answer = 0; answer < 600; answer++) {
      const clicked = random.below(10);
      const rows = {
        itemIds: Array.from({ length: 10 }, (_, item) => `i${item}`),
        features: Float32Array.from({ length: 20 }, (_, at) =>
          at % 2 === 0 ? random.unit() : Math.floor(at / 2) === clicked ? 1 : random.unit() / 2,
        ),
      };
      const loss = blend.learn(rows, clicked);
      if (answer >= 500) late += loss / 100;
    }
    const [noise, signal] = blend.state().weights;
    expect(signal).toBeGreaterThan(3);
    expect(Math.abs(noise!)).toBeLessThan(signal! / 5);
    expect(late).toBeLessThan(Math.log(10) / 2);
  });

  test("what cannot teach changes nothing", () => {
    const blend = new LinearBlend(["x"]);
    const rows = { itemIds: ["a", "b"], features: Float32Array.of(1, 0) };
    const broken = { itemIds: ["a", "b"], features: Float32Array.of(Number.NaN, 0) };
    for (const outcome of [
      blend.learn(rows, -1),
      blend.learn(rows, 2),
      blend.learn(broken, 0),
      blend.learn({ itemIds: ["a"], features: Float32Array.of(1) }, 0),
    ]) {
      expect(outcome).toBeNaN();
    }
    expect(blend.state()).toEqual(new LinearBlend(["x"]).state());
  });
});

describe("state", () => {
  test("restored it goes on as the original", () => {
    const blend = new LinearBlend(["x", "y"], { x: 1 });
    const rows = { itemIds: ["a", "b", "c"], features: Float32Array.of(1, 0, 0.5, 2, -1, 1) };
    blend.learn(rows, 2);
    const restored = LinearBlend.restore(["x", "y"], blend.state());
    expect(restored.learn(rows, 1)).toBe(blend.learn(rows, 1));
    expect(restored.state()).toEqual(blend.state());
  });

  test("of other features is refused", () => {
    const state: BlendState = new LinearBlend(["x", "y"]).state();
    expect(() => LinearBlend.restore(["y", "x"], state)).toThrow(BlendStateError);
    expect(() => LinearBlend.restore(["x"], state)).toThrow(BlendStateError);
  });
});
