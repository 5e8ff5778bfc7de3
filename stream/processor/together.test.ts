import fc from "fast-check";
import { expect, test } from "vitest";
import { PAIR_WINDOW, pairsOfNewLine, returnLine } from "./together.ts";

test("a new line is paired with each distinct item before it", () => {
  expect(pairsOfNewLine([], "a")).toEqual([]);
  expect(pairsOfNewLine(["a", "b", "a"], "c")).toEqual(["a", "b"]);
  expect(pairsOfNewLine(["a", "b"], "a")).toEqual([]);
});

test("only the last PAIR_WINDOW distinct items are within reach", () => {
  const many = Array.from({ length: PAIR_WINDOW + 5 }, (_, index) => `item-${index}`);
  expect(pairsOfNewLine(many, "new")).toEqual(many.slice(5));
});

test("a return ends the item's pairs when its last line goes", () => {
  expect(returnLine(["a", "b", "a"], "a")).toEqual({ lines: ["a", "b"], pairs: [] });
  expect(returnLine(["a", "b", "c"], "b")).toEqual({ lines: ["a", "!b", "c"], pairs: ["a", "c"] });
  expect(returnLine(["a", "!b", "c"], "b")).toBeUndefined();
});

test("an item bought again after its return is a new line", () => {
  expect(pairsOfNewLine(["a", "!b", "c"], "b")).toEqual(["a", "c"]);
  const back = returnLine(["a", "!b", "c", "b"], "b");
  expect(back).toEqual({ lines: ["a", "!b", "c", "!b"], pairs: ["a", "c"] });
});

test("whatever is bought and returned, in any order, pairs go as they came", () => {
  const item = fc.integer({ min: 0, max: PAIR_WINDOW + 20 }).map((number) => `i${number}`);
  const step = fc.record({ itemId: item, isReturn: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const pairs = new Map<string, number>();
      let lines: string[] = [];
      const count = (one: string, other: string, amount: number) => {
        const name = [one, other].sort().join("+");
        pairs.set(name, (pairs.get(name) ?? 0) + amount);
      };
      const takeBack = (itemId: string) => {
        const rest = returnLine(lines, itemId);
        if (rest === undefined) return false;
        for (const other of rest.pairs) count(itemId, other, -1);
        lines = rest.lines;
        return true;
      };
      for (const { itemId, isReturn } of steps) {
        if (isReturn) takeBack(itemId);
        else {
          for (const other of pairsOfNewLine(lines, itemId)) count(itemId, other, 1);
          lines = [...lines, itemId];
        }
        expect([...pairs.values()].every((value) => value === 0 || value === 1)).toBe(true);
      }
      for (const itemId of new Set(lines.filter((line) => !line.startsWith("!")))) {
        while (takeBack(itemId));
      }
      expect([...pairs.values()].every((value) => value === 0)).toBe(true);
    }),
    { numRuns: 60, seed: 3 },
  );
});
