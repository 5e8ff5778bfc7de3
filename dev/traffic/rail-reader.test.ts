import { randomFrom } from "@slipstream/algorithms/random";
import { expect, test } from "vitest";
import type { SimulatedProduct } from "./assortment.ts";
import { readRail } from "./rail-reader.ts";
import { Taste } from "./taste.ts";

const styles = ["plain", "bright", "rough", "fine"];
const random = randomFrom([5]);
const reader = { styles: new Taste(styles, random, 1), categories: new Taste(["cups"], random, 0) };
const [liked] = [...reader.styles.shares()].sort(([, left], [, right]) => right - left)[0]!;
const other = styles.find((style) => style !== liked)!;
const of = (style: string): SimulatedProduct => ({
  ...{ itemId: style, category: "cups", style, priceMinor: 100, currency: "GBP" },
  consumable: false,
});

function readings(cards: readonly (SimulatedProduct | undefined)[]) {
  const draws = randomFrom([6]);
  return Array.from({ length: 4_000 }, () => readRail(cards, reader, draws));
}
const pressedShare = (cards: readonly (SimulatedProduct | undefined)[]) =>
  readings(cards).filter(({ pressed }) => pressed !== undefined).length / 4_000;

test("what is to somebody's taste is pressed more often than what is not", () => {
  const other12 = Array(12).fill(of(other));
  expect(pressedShare(Array(12).fill(of(liked)))).toBeGreaterThan(2 * pressedShare(other12));
});

test("the first places are seen most, only what was seen is pressed, what is unknown never", () => {
  const all = readings(Array(12).fill(of(liked)));
  const at = (place: number) => all.filter(({ pressed }) => pressed === place).length;
  expect(at(0)).toBeGreaterThan(2 * at(6));
  for (const { seen, pressed } of all) expect(pressed ?? -1).toBeLessThan(seen);
  expect(pressedShare(Array(12).fill(undefined))).toBe(0);
  expect(readRail([], reader, random)).toEqual({ seen: 0, pressed: undefined });
});
