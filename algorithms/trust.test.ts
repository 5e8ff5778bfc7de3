import { expect, test } from "vitest";
import { trustIn } from "./trust.ts";

test("trust grows from none to nearly full with what was observed", () => {
  expect(trustIn(0, 5)).toBe(0);
  expect(trustIn(5, 5)).toBe(0.5);
  expect(trustIn(1, 3)).toBe(0.1);
  expect(trustIn(15, 5)).toBe(0.9);
  expect(trustIn(Number.NaN, 5)).toBe(0);
});
