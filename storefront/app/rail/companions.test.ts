import { expect, test } from "vitest";
import { companionsOf } from "./companions.ts";

const bought = { itemId: "a", reason: { code: "bought_together", itemId: "p" } } as const;
const pinned = { itemId: "b", reason: { code: "picked" } } as const;
const filler = { itemId: "c", reason: { code: "trending" } } as const;

test("what only fills the rail up is not shown as bought together", () => {
  expect(companionsOf([pinned, bought, filler], [])).toEqual([pinned, bought]);
});

test("without a purchase there is nothing to show, whatever was pinned", () => {
  expect(companionsOf([pinned, filler], [])).toEqual([]);
  expect(companionsOf([bought, filler], ["a"])).toEqual([]);
});
