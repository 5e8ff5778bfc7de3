import { expect, test } from "vitest";
import { bucketQuantile } from "./bucket-quantile.ts";

const bounds = [10, 20, 40];

test("values are spread evenly between two bounds", () => {
  expect(bucketQuantile([0, 4, 0, 0], bounds, 0.75)).toBe(17.5);
  expect(bucketQuantile([2, 2, 0, 0], bounds, 0.75)).toBe(15);
  expect(bucketQuantile([3, 1, 0, 0], bounds, 0.75)).toBe(10);
});

test("what lies beyond the last bound is told as it, and of nothing nothing", () => {
  expect(bucketQuantile([1, 0, 0, 9], bounds, 0.75)).toBe(40);
  expect(bucketQuantile([0, 0, 0, 0], bounds, 0.75)).toBeUndefined();
});
