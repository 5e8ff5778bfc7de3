import { expect, test } from "vitest";
import { fastExp } from "./fast-exp.ts";

test("fastExp is e^x to six digits, and 0 far below", () => {
  for (let x = 0; x > -40; x -= 0.37) {
    expect(Math.abs(fastExp(x) / Math.exp(x) - 1)).toBeLessThan(1e-6);
  }
  expect(fastExp(-1e9)).toBe(0);
  expect(fastExp(Number.NEGATIVE_INFINITY)).toBe(0);
});
