import { describe, expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { queryOf } from "../testing/asked.ts";
import type { FeatureTable } from "./feature-table.ts";
import { BlendStateError, OnlineBlend } from "./online-blend.ts";

const query = queryOf({ recent: [0] });

function tableOf(names: readonly string[], values: readonly number[]): FeatureTable {
  const count = values.length / names.length;
  return {
    names,
    rows: Int32Array.from({ length: count }, (_, row) => row),
    values: Float32Array.from(values),
  };
}

test("before it learns it sums reciprocal ranks, weighted where it was told to", () => {
  const names = ["near.z", "near.rr", "near.score", "trend.rr", "item.age"];
  const table = tableOf(names, [9, 1, 5, 0.5, 3, 9, 0.5, Number.NaN, 1, 3]);
  expect([...new OnlineBlend(names).score(table, query)]).toEqual([1.5, 1.5]);
  const told = new OnlineBlend(names, { "near.rr": 2, "trend.rr": 0.1 });
  expect([...told.score(table, query)]).toEqual([expect.closeTo(2.05), expect.closeTo(1.1)]);
});

test("what each source brought: its own columns, and only of sources that proposed the row", () => {
  const names = ["near.z", "near.rr", "trend.z", "trend.rr"];
  const blend = new OnlineBlend(names, { "near.z": 1, "near.rr": 2, "trend.z": 1, "trend.rr": 1 });
  const table = tableOf(names, [0.5, 1, -2, 0, 1, 0, 1, 0.5]);
  expect(blend.contributions(table, query, 0)).toEqual([{ source: "near", score: 2.5 }]);
  expect(blend.contributions(table, query, 1)).toEqual([{ source: "trend", score: 1.5 }]);
});

describe("learning", () => {
  const names = ["x.z", "y.z"];

  test("by hand: the first Adagrad step is the rate in each direction that matters", () => {
    const blend = new OnlineBlend(names);
    expect(blend.learn(tableOf(names, [1, 0, 0, 0]), query, 0)).toBeCloseTo(Math.LN2, 9);
    // Gradient of x: .5 − 1 = −.5, so Adagrad moves by 0.1 · .5 / √.25 = 0.1; y has none. The shared
    // weight and that of the session's first place move alike, the others do not.
    const { version, weights } = blend.state();
    expect(version).toBe(1);
    expect([...weights]).toEqual(
      [0.1, 0, 0.1, 0, 0, 0, 0, 0, 0, 0].map((w) => expect.closeTo(w, 6)),
    );
  });

  test("what the second visit says is not what the tenth says", () => {
    const blend = new OnlineBlend(names);
    const table = tableOf(names, [1, 0, 0, 1]);
    const long = queryOf({ recent: Array.from({ length: 10 }, () => 0) });
    for (let time = 0; time < 50; time++) {
      blend.learn(table, query, 0);
      blend.learn(table, long, 1);
    }
    expect(blend.score(table, query)[0]).toBeGreaterThan(blend.score(table, query)[1]!);
    expect(blend.score(table, long)[0]).toBeLessThan(blend.score(table, long)[1]!);
  });

  test("finds the source that the clicks follow", () => {
    const both = ["noise.rr", "signal.rr"];
    const blend = new OnlineBlend(both, {});
    const random = randomFrom([3]);
    let late = 0;
    for (let answer = 0; answer < 600; answer++) {
      const clicked = random.below(10);
      const values = Array.from({ length: 20 }, (_, at) =>
        at % 2 === 0 ? random.unit() : Math.floor(at / 2) === clicked ? 1 : random.unit() / 2,
      );
      const loss = blend.learn(tableOf(both, values), query, clicked);
      if (answer >= 500) late += loss / 100;
    }
    const { weights } = blend.state();
    const [noise, signal] = [weights[0]! + weights[2]!, weights[1]! + weights[3]!];
    expect(signal).toBeGreaterThan(3);
    expect(Math.abs(noise)).toBeLessThan(signal / 5);
    expect(late).toBeLessThan(Math.log(10) / 2);
  });

  test("what cannot teach changes nothing", () => {
    const one = ["x.z"];
    const blend = new OnlineBlend(one);
    for (const outcome of [
      blend.learn(tableOf(one, [1, 0]), query, -1),
      blend.learn(tableOf(one, [1, 0]), query, 2),
      blend.learn(tableOf(one, [Number.NaN, 0]), query, 0),
      blend.learn(tableOf(one, [1]), query, 0),
    ]) {
      expect(outcome).toBeNaN();
    }
    expect(blend.state()).toEqual(new OnlineBlend(one).state());
  });
});

describe("state", () => {
  const names = ["x.z", "x.rr", "x.score"];

  test("restored it goes on as the original", () => {
    const blend = new OnlineBlend(names, { "x.z": 1 });
    const table = tableOf(names, [1, 0, 9, 0.5, 2, 9, -1, 1, 9]);
    blend.learn(table, query, 2);
    const restored = OnlineBlend.restore(names, blend.state());
    expect(restored.learn(table, query, 1)).toBe(blend.learn(table, query, 1));
    expect(restored.state()).toEqual(blend.state());
  });

  test("of other features is refused", () => {
    const state = new OnlineBlend(names).state();
    expect(() => OnlineBlend.restore(["x.rr", "x.z"], state)).toThrow(BlendStateError);
    expect(() => OnlineBlend.restore(["x.z"], state)).toThrow(BlendStateError);
  });
});
