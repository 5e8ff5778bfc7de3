import { expect, test } from "vitest";
import { choose, openingOf, optionsOf, pictureOf, reachOf, variantFor } from "./variants.ts";

const variants = [
  {
    sku: "a",
    options: { colour: "sea", size: "small", made: "by hand" },
    priceMinor: 1,
    available: 1,
  },
  {
    sku: "b",
    options: { colour: "chalk", size: "large", made: "by hand" },
    priceMinor: 2,
    available: 0,
  },
];

test("offers only what there is a choice of", () => {
  expect(optionsOf(variants)).toEqual([
    { name: "colour", values: ["sea", "chalk"] },
    { name: "size", values: ["small", "large"] },
  ]);
});

test("a page opens on the first variant that can be had; with none, on the first", () => {
  const soldOutFirst = variants.toReversed();
  expect(openingOf(soldOutFirst)?.sku).toBe("a");
  expect(openingOf(soldOutFirst.map((one) => ({ ...one, available: 0 })))?.sku).toBe("b");
  expect(openingOf([])).toBeUndefined();
});

test("finds the variant of a choice, or none where the combination does not exist", () => {
  const made = "by hand";
  expect(variantFor(variants, { colour: "chalk", size: "large", made })?.sku).toBe("b");
  expect(variantFor(variants, { colour: "chalk", size: "small", made })).toBeUndefined();
});

test("finds the picture of a choice by whole words, or none", () => {
  const images = [
    { alt: "Bag in pale grey canvas" },
    { alt: "Bag, close up" },
    { alt: "Bag in red" },
  ];
  expect(pictureOf(images, { colour: "red" })).toBe(2);
  expect(pictureOf(images, { size: "large", colour: "pale grey" })).toBe(0);
  expect(pictureOf(images, { colour: "re" })).toBeUndefined();
});

test("says of each value how it can be had with the rest", () => {
  const reach = reachOf(variants, { colour: "sea", size: "small", made: "by hand" });
  expect(reach("colour", "sea")).toBe("there");
  expect(reach("size", "large")).toBe("not made");
  const other = reachOf(variants, { colour: "chalk", size: "small", made: "by hand" });
  expect([other("size", "large"), other("colour", "sea")]).toEqual(["sold out", "there"]);
});

test("a choice that is not made goes to the nearest variant that is", () => {
  const chosen = { colour: "sea", size: "small", made: "by hand" };
  expect(choose(variants, chosen, ["size", "large"])).toEqual({
    colour: "chalk",
    size: "large",
    made: "by hand",
  });
  expect(choose(variants, chosen, ["colour", "sea"])).toEqual(chosen);
});

test("a choice among 2,500 variants of four options stays among what is made", () => {
  const many = Array.from({ length: 2_500 }, (_, n) => ({
    sku: String(n),
    options: {
      a: `${n % 10}`,
      b: `${((n / 10) % 10) | 0}`,
      c: `${((n / 100) % 5) | 0}`,
      d: `${(n / 500) | 0}`,
    },
    priceMinor: 1,
    available: n % 2,
  }));
  expect(optionsOf(many).map(({ values }) => values.length)).toEqual([10, 10, 5, 5]);
  const chosen = choose(many, { ...many[0]?.options }, ["d", "4"]);
  expect(variantFor(many, chosen)?.options).toEqual({ a: "0", b: "0", c: "0", d: "4" });
  expect(reachOf(many, chosen)("a", "3")).toBe("there");
});
