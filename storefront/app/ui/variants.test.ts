import { expect, test } from "vitest";
import { optionsOf, pictureOf, variantFor } from "./variants.ts";

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
