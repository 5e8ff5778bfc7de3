import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance } from "./edit-distance.ts";
import { nearest } from "./spelling.ts";

test("counts letters put in, left out, exchanged, and neighbours swapped", () => {
  const cases: [string, string, number][] = [
    ["kettle", "kettle", 0],
    ["ketle", "kettle", 1],
    ["kettel", "kettle", 1],
    ["kattle", "kettle", 1],
    ["lapm", "lamp", 1],
    ["ca", "abc", 3],
    ["", "abc", 3],
  ];
  for (const [left, right, slips] of cases) expect(editDistance(left, right, 9)).toBe(slips);
  expect(editDistance("abcdef", "uvwxyz", 2)).toBe(3);
});

test("is the same both ways, and the limit changes nothing below it", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
  fc.assert(
    fc.property(word, word, fc.nat(8), (left, right, limit) => {
      const slips = editDistance(left, right, 20);
      expect(editDistance(right, left, 20)).toBe(slips);
      expect(editDistance(left, right, limit)).toBe(Math.min(slips, limit + 1));
      expect(slips === 0).toBe(left === right);
    }),
  );
});

test("takes the nearest word, then the one that begins alike, then the more frequent", () => {
  expect(nearest("lapm", ["lap", "lamp", "lamps"], [3, 50, 50])).toBe("lamp");
  expect(nearest("bamp", ["lamp", "bump"], [50, 1])).toBe("bump");
  expect(nearest("lamo", ["stool"], [50])).toBeUndefined();
  expect(nearest("cafeé", ["cafee"], [1])).toBe("cafee");
});
