import { expect, test } from "vitest";
import { percentile, spreadOf } from "./percentiles.ts";

test("nearest rank: the smallest value with at least the share at or below it", () => {
  const values = [15, 20, 35, 40, 50];
  expect(percentile(values, 0.3)).toBe(20);
  expect(percentile(values, 0.4)).toBe(20);
  expect(percentile(values, 0.5)).toBe(35);
  expect(percentile(values, 1)).toBe(50);
  expect(percentile(values, 0)).toBe(15);
  expect(percentile([], 0.5)).toBeNaN();
});

test("the order of the values does not matter", () => {
  const values = Array.from({ length: 100 }, (_, index) => ((index * 37) % 100) + 1);
  expect(spreadOf(values)).toEqual({ p50: 50, p90: 90, p99: 99 });
});
