import { expect, test } from "vitest";
import { sizesOf } from "./picture-sizes.ts";

test("an uploaded picture comes in the widths that were kept, drawn ones in none", () => {
  const hash = "a".repeat(64);
  expect(sizesOf(`/media/u/${hash}/1000.webp`, true).srcSet).toBe(
    [400, 800, 1000].map((width) => `/media/u/${hash}/${width}.webp ${width}w`).join(", "),
  );
  expect(sizesOf(`/media/u/${hash}/300.webp`, true).srcSet).toBe(`/media/u/${hash}/300.webp 300w`);
  expect(sizesOf("/media/drawn/lamp.svg", false)).toEqual({});
});
