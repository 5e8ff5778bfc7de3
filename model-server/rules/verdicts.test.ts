import { expect, test } from "vitest";
import { Verdicts } from "./verdicts.ts";

test("each item is asked once in an answer, and anew in the next", () => {
  const verdicts = new Verdicts();
  const asked: number[] = [];
  const isHidden = new Set([2, 5000]);
  const refusalOf = (row: number) => {
    asked.push(row);
    return isHidden.has(row) ? ("hidden_by_visitor" as const) : undefined;
  };
  const first = verdicts.onceAsked(refusalOf);
  for (const row of [1, 2, 5000, 1, 2, 5000]) expect(first(row)).toBe(!isHidden.has(row));
  expect(asked).toEqual([1, 2, 5000]);
  isHidden.delete(2);
  const second = verdicts.onceAsked(refusalOf);
  expect(second(2)).toBe(true);
  // Two answers that take turns each have their own.
  const other = verdicts.onceAsked(() => "not_published");
  expect([other(1), second(1), other(1)]).toEqual([false, true, false]);
});
