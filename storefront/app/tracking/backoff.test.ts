import { expect, test } from "vitest";
import { backoffMs } from "./backoff.ts";

const settings = { baseMs: 1_000, capMs: 60_000 };

test("doubles with each failure and stops at the cap", () => {
  const full = [1, 2, 3, 7, 40].map((failures) =>
    backoffMs({ ...settings, failures, random: () => 1 }),
  );
  expect(full).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
});

test("a random half of the wait is taken away, never more", () => {
  expect(backoffMs({ ...settings, failures: 3, random: () => 0 })).toBe(2_000);
  expect(backoffMs({ ...settings, failures: 3, random: () => 0.5 })).toBe(3_000);
});
