import { expect, test } from "vitest";
import { BatchRows } from "./batch-rows.ts";

test("candidates have the first places, inputs the last, what is both stands between", () => {
  const rows = new BatchRows(10, 8);
  for (let batch = 0; batch < 2; batch++) {
    rows.begin();
    for (const row of [7, 3, 3, 9]) rows.input(row);
    for (const row of [5, 3, 1, 5]) rows.candidate(row);
    rows.arrange();
    expect([...rows.rows.subarray(0, rows.size)]).toEqual([5, 1, 3, 7, 9]);
    expect([rows.candidates, rows.firstInput, rows.size]).toEqual([3, 2, 5]);
    expect([5, 1, 3, 7, 9].map((row) => rows.placeOf(row))).toEqual([0, 1, 2, 3, 4]);
  }
});

test("an empty batch has no places", () => {
  const rows = new BatchRows(2, 2);
  rows.input(1);
  rows.arrange();
  rows.begin();
  rows.arrange();
  expect([rows.candidates, rows.firstInput, rows.size]).toEqual([0, 0, 0]);
});
