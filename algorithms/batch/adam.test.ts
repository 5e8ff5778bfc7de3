import { expect, test } from "vitest";
import { Adam } from "./adam.ts";

test("the first step is the rate against the sign of each slope; other rows stay", () => {
  const values = Float32Array.of(1, 1, 1, 1);
  const adam = new Adam(values, 2, { rate: 0.1 });
  adam.begin();
  adam.update(1, Float32Array.of(9, 4, -0.5), 1);
  expect([...values.subarray(0, 2)]).toEqual([1, 1]);
  expect(values[2]).toBeCloseTo(0.9, 5);
  expect(values[3]).toBeCloseTo(1.1, 5);
});

test("two steps by hand", () => {
  const values = Float32Array.of(0);
  const adam = new Adam(values, 1, { rate: 0.1 });
  adam.begin();
  adam.updateAll(Float32Array.of(1));
  adam.begin(0.5);
  adam.updateAll(Float32Array.of(3));
  const first = (0.9 * 0.1 + 0.1 * 3) / (1 - 0.9 ** 2);
  const second = (0.999 * 0.001 + 0.001 * 9) / (1 - 0.999 ** 2);
  expect(values[0]).toBeCloseTo(-0.1 - (0.05 * first) / Math.sqrt(second), 5);
});

test("decay takes a share off beside the step", () => {
  const values = Float32Array.of(2);
  const adam = new Adam(values, 1, { rate: 0.1, decay: 0.5 });
  adam.begin();
  adam.updateAll(Float32Array.of(0));
  expect(values[0]).toBeCloseTo(2 * 0.95, 6);
});
