import { TRENDING_HALF_LIFE_MS } from "@slipstream/contracts/keys";
import { expect, test } from "vitest";
import { Trending } from "./trending.ts";

const start = Date.UTC(2026, 5, 1);
const later = start + TRENDING_HALF_LIFE_MS;

test("by hand: one half-life between two views, of the shop and of a category", () => {
  const trending = new Trending();
  trending.observe({ itemId: "old", categories: ["mugs"], weight: 3, occurredAt: start });
  trending.observe({ itemId: "new", categories: ["lamps"], weight: 2, occurredAt: later });
  const shop = trending.query(5, { at: later });
  expect(shop.map(({ itemId }) => itemId)).toEqual(["new", "old"]);
  expect(shop[0]!.score).toBeCloseTo(2, 9);
  expect(shop[1]!.score).toBeCloseTo(1.5, 9);
  const mugs = trending.query(5, { at: start, category: "mugs" });
  expect(mugs).toHaveLength(1);
  expect(mugs[0]!.score).toBeCloseTo(3, 9);
  expect(trending.query(5, { at: later, category: "none" })).toEqual([]);
});

test("a return takes its purchase back", () => {
  const trending = new Trending();
  trending.observe({ itemId: "a", categories: [], weight: 5, occurredAt: start });
  trending.observe({ itemId: "a", categories: [], weight: -5, occurredAt: start });
  expect(trending.query(5, { at: start })).toEqual([]);
});

test("partitions merged are one that saw everything", () => {
  const [whole, left, right] = [new Trending(), new Trending(), new Trending()];
  for (let event = 0; event < 60; event++) {
    const seen = {
      itemId: `i${event % 7}`,
      categories: [`c${event % 3}`],
      weight: 2 ** (event % 4),
      // Whole half-lives, so that every amount is a power of two and sums are exact.
      occurredAt: Date.UTC(2025, 0, 1) + (event % 5) * TRENDING_HALF_LIFE_MS,
    };
    whole.observe(seen);
    (event % 2 === 0 ? left : right).observe(seen);
  }
  left.merge(right);
  for (const category of ["", "c0", "c1", "c2"]) {
    expect(left.query(9, { at: later, category })).toEqual(whole.query(9, { at: later, category }));
  }
});

test("numbers that are not finite count nothing", () => {
  const trending = new Trending();
  trending.observe({ itemId: "a", categories: [], weight: Number.NaN, occurredAt: start });
  trending.observe({ itemId: "a", categories: [], weight: 1, occurredAt: Number.NaN });
  expect(trending.query(5, { at: start })).toEqual([]);
});
