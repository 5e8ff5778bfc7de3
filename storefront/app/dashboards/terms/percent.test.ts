import { expect, test } from "vitest";
import { basisPointsOf, percentText } from "./percent.ts";

test("percentages are read as people write them, and what is none is no rate", () => {
  expect(["19", " 5,5 ", "2.55", "0", "100"].map(basisPointsOf)).toEqual([
    1900, 550, 255, 0, 10_000,
  ]);
  expect(["", "a", "1.234", "-1", "1e2"].map(basisPointsOf)).toEqual(Array(5).fill(Number.NaN));
  expect([1900, 550, 255].map(percentText)).toEqual(["19", "5.5", "2.55"]);
});
