import { describe, expect, test } from "vitest";
import { PAIR_WINDOW, pairsOfNewLine, returnLine } from "./order-lines.ts";

describe("lines of an order", () => {
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
    const lines = ["a", "!b", "c"];
    expect(returnLine(["a", "b", "a"], "a")).toEqual({ lines: ["a", "b"], pairs: [] });
    expect(returnLine(["a", "b", "c"], "b")).toEqual({ lines, pairs: ["a", "c"] });
    expect(returnLine(lines, "b")).toBeUndefined();
  });

  test("an item bought again after its return is a new line", () => {
    expect(pairsOfNewLine(["a", "!b", "c"], "b")).toEqual(["a", "c"]);
    const back = returnLine(["a", "!b", "c", "b"], "b");
    expect(back).toEqual({ lines: ["a", "!b", "c", "!b"], pairs: ["a", "c"] });
  });
});
