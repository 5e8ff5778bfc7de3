import { expect, test } from "vitest";
import { RowSet } from "./row-set.ts";

test("holds each row once, in order of arrival, until it is cleared", () => {
  const set = new RowSet();
  expect([7, 100_000, 7, 0].map((row) => set.add(row))).toEqual([true, true, false, true]);
  expect([...set.rows]).toEqual([7, 100_000, 0]);
  set.clear();
  expect([...set.rows]).toEqual([]);
  expect([7, 7].map((row) => set.add(row))).toEqual([true, false]);
});
