import { expect, test } from "vitest";
import { Bootstrap } from "./bootstrap.ts";

test("the mean is of the values, and values that are all alike have no interval", () => {
  const bootstrap = new Bootstrap([1, 1, 2, 3]);
  expect(bootstrap.interval([0.5, 0.5, 0.5, 0.5])).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
  expect(bootstrap.interval([1, 0, 1, 0]).value).toBe(0.5);
});

test("many independent values have the interval of the normal approximation", () => {
  const count = 2000;
  const values = Array.from({ length: count }, (_, at) => at % 2);
  const { low, high } = new Bootstrap(values.map((_, at) => at)).interval(values);
  // 1.96 · √(¼ / 2000)
  expect(0.5 - low).toBeCloseTo(0.0219, 2);
  expect(high - 0.5).toBeCloseTo(0.0219, 2);
});

test("values of one cluster hang together: the interval is as wide as of so many clusters", () => {
  const values = Array.from({ length: 2000 }, (_, at) => Math.floor(at / 100) % 2);
  const alone = new Bootstrap(values.map((_, at) => at)).interval(values);
  const together = new Bootstrap(values.map((_, at) => Math.floor(at / 100))).interval(values);
  expect(together.high - together.low).toBeGreaterThan(5 * (alone.high - alone.low));
});
