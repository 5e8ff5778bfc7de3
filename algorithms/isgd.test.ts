import { expect, test } from "vitest";
import { Isgd } from "./isgd.ts";
import { initialVectors } from "./item-table.ts";

test("by hand: one step from the item's initial vector", () => {
  const isgd = new Isgd(2);
  const userFactor = Float32Array.of(0.5, -0.25);
  const [u0, u1] = userFactor;
  const [i0, i1] = initialVectors({ itemId: "a", dims: 2 }).output;
  isgd.learn({ userFactor, itemId: "a" });
  const error = 1 - (u0! * i0! + u1! * i1!);
  expect(userFactor[0]).toBeCloseTo(u0! + 0.2 * (error * i0! - 0.01 * u0!), 6);
  const moved = [i0! + 0.2 * (error * u0! - 0.01 * i0!), i1! + 0.2 * (error * u1! - 0.01 * i1!)];
  expect(isgd.score(Float32Array.of(1, 0), "a")).toBeCloseTo(moved[0]!, 6);
  expect(isgd.score(Float32Array.of(0, 1), "a")).toBeCloseTo(moved[1]!, 6);
});

test("repeated, the product goes to 1; unknown items score 0; NaN teaches nothing", () => {
  const isgd = new Isgd(8);
  const userFactor = new Float32Array(8).fill(0.1);
  for (let step = 0; step < 300; step++) isgd.learn({ userFactor, itemId: "a" });
  expect(isgd.score(userFactor, "a")).toBeGreaterThan(0.95);
  expect(isgd.score(userFactor, "a")).toBeLessThan(1);
  const before = isgd.score(userFactor, "a");
  isgd.learn({ userFactor: new Float32Array(8).fill(Number.NaN), itemId: "a" });
  isgd.learn({ userFactor: new Float32Array(3), itemId: "a" });
  expect(isgd.score(userFactor, "a")).toBe(before);
  expect(isgd.score(userFactor, "b")).toBe(0);
});
