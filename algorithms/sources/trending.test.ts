import { TRENDING_HALF_LIFE_MS } from "@slipstream/contracts/keys";
import { expect, test } from "vitest";
import { asked } from "../testing/asked.ts";
import { Trending } from "./trending.ts";

const start = Date.UTC(2026, 5, 1);
const later = start + TRENDING_HALF_LIFE_MS;
const [old, young] = [0, 1];

test("by hand: one half-life between two views, of the shop and of a category", () => {
  const trending = new Trending();
  trending.count({ row: old, categories: ["mugs"], weight: 3, occurredAt: start });
  trending.count({ row: young, categories: ["lamps"], weight: 2, occurredAt: later });
  const shop = asked(trending, { now: later });
  expect(shop.map(({ row }) => row)).toEqual([young, old]);
  expect(shop[0]!.score).toBeCloseTo(2, 9);
  expect(shop[1]!.score).toBeCloseTo(1.5, 9);
  expect([...trending.leaders()]).toEqual([young, old]);
  const mugs = asked(trending, { now: start, category: "mugs" });
  expect(mugs).toHaveLength(1);
  expect(mugs[0]!.score).toBeCloseTo(3, 9);
  expect(asked(trending, { now: later, category: "none" })).toEqual([]);
});

test("a return takes its purchase back", () => {
  const trending = new Trending();
  trending.count({ row: old, categories: [], weight: 5, occurredAt: start });
  expect(asked(trending, { now: start })).toHaveLength(1);
  trending.count({ row: old, categories: [], weight: -5, occurredAt: start });
  expect(asked(trending, { now: start })).toEqual([]);
});

test("partitions merged are one that saw everything", () => {
  const [whole, left, right] = [new Trending(), new Trending(), new Trending()];
  for (let event = 0; event < 60; event++) {
    const seen = {
      row: event % 7,
      categories: [`c${event % 3}`],
      weight: 2 ** (event % 4),
      // Whole half-lives, so that every amount is a power of two and sums are exact.
      occurredAt: Date.UTC(2025, 0, 1) + (event % 5) * TRENDING_HALF_LIFE_MS,
    };
    whole.count(seen);
    (event % 2 === 0 ? left : right).count(seen);
  }
  left.merge(right);
  for (const category of ["", "c0", "c1", "c2"]) {
    const about = { now: later, category };
    expect(asked(left, about)).toEqual(asked(whole, about));
  }
});

test("numbers that are not finite count nothing", () => {
  const trending = new Trending();
  trending.count({ row: old, categories: [], weight: Number.NaN, occurredAt: start });
  trending.count({ row: old, categories: [], weight: 1, occurredAt: Number.NaN });
  expect(asked(trending, { now: start })).toEqual([]);
});

test("of many items who leads is looked up now and then, and the first stay the first", () => {
  const trending = new Trending();
  for (let row = 0; row < 500; row++) {
    trending.count({ row, categories: [], weight: 1 + row / 500, occurredAt: start });
  }
  expect(trending.leaders()[0]).toBe(499);
  for (let event = 0; event < 64; event++) {
    trending.count({ row: 7, categories: [], weight: 1, occurredAt: start });
  }
  expect(trending.leaders()[0]).toBe(7);
});
