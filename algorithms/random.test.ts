import fc from "fast-check";
import { expect, test } from "vitest";
import { randomFrom } from "./random.ts";

// Worked out by an independent implementation of sfc32 and the seeding.
const GOLDEN = [1139608031, 1384536568, 2280194266];

test("the same seed gives the same numbers, for ever", () => {
  const random = randomFrom([1, 2, 3]);
  expect([random.uint32(), random.uint32(), random.uint32()]).toEqual(GOLDEN);
  const again = randomFrom([1, 2, 3]);
  expect([again.uint32(), again.uint32(), again.uint32()]).toEqual(GOLDEN);
});

test("seeds that differ in one part, in order, in length or above 2^32 give other streams", () => {
  const seeds = [[1, 2], [2, 1], [1, 2, 0], [1, 3], [], [0], [0, 0], [2 ** 32 + 1, 2]];
  const firsts = new Set(seeds.map((seed) => randomFrom(seed).uint32()));
  expect(firsts.size).toBe(seeds.length);
});

test("consecutive seeds give numbers without a trend", () => {
  let sum = 0;
  for (let sequence = 0; sequence < 20_000; sequence++) sum += randomFrom([7, sequence]).unit();
  // The mean of 20,000 uniform numbers has a deviation of 0.002.
  expect(sum / 20_000).toBeGreaterThan(0.49);
  expect(sum / 20_000).toBeLessThan(0.51);
});

test("below stays below, and reaches every value", () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 20 }), (seed, bound) => {
      const random = randomFrom([seed]);
      const drawn = new Set(Array.from({ length: 400 }, () => random.below(bound)));
      expect([...drawn].sort((a, b) => a - b)).toEqual(Array.from({ length: bound }, (_, n) => n));
    }),
  );
});
