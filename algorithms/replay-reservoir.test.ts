import { expect, test } from "vitest";
import { randomFrom } from "./random.ts";
import type { ReplayEntry } from "./replay-reservoir.ts";
import { ReplayReservoir } from "./replay-reservoir.ts";

function entry(number: number): ReplayEntry {
  return { visitorId: `v${number % 3}`, itemId: `i${number}`, history: [`i${number - 1}`] };
}

test("keeps the last entries, oldest first", () => {
  const reservoir = new ReplayReservoir(3);
  for (let number = 0; number < 8; number++) reservoir.add(entry(number));
  expect([...reservoir.entries()].map(({ itemId }) => itemId)).toEqual(["i5", "i6", "i7"]);
  expect(reservoir.size).toBe(3);
});

test("restored from its entries it draws and forgets as the original", () => {
  const reservoir = new ReplayReservoir(5);
  for (let number = 0; number < 12; number++) reservoir.add(entry(number));
  const restored = ReplayReservoir.from(5, reservoir.entries());
  for (let number = 12; number < 15; number++) {
    reservoir.add(entry(number));
    restored.add(entry(number));
    const draws = (from: ReplayReservoir) => {
      const random = randomFrom([number]);
      return Array.from({ length: 20 }, () => from.draw(random));
    };
    expect(draws(restored)).toEqual(draws(reservoir));
  }
});

test("a visitor's entries can be forgotten, and the ring goes on", () => {
  const reservoir = new ReplayReservoir(4);
  for (let number = 0; number < 6; number++) reservoir.add(entry(number));
  reservoir.forget("v2");
  expect([...reservoir.entries()].map(({ itemId }) => itemId)).toEqual(["i3", "i4"]);
  for (let number = 6; number < 9; number++) reservoir.add(entry(number));
  expect([...reservoir.entries()].map(({ itemId }) => itemId)).toEqual(["i4", "i6", "i7", "i8"]);
});

test("nothing to draw from, and no capacity", () => {
  expect(new ReplayReservoir(2).draw(randomFrom([1]))).toBeUndefined();
  expect(() => new ReplayReservoir(0)).toThrow(RangeError);
});
