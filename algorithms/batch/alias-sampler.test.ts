import { expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { AliasSampler } from "./alias-sampler.ts";

test("draws as often as the weights say", () => {
  const sampler = new AliasSampler(Float64Array.of(1, 0, 2, 5));
  expect([...sampler.probabilities]).toEqual([0.125, 0, 0.25, 0.625]);
  const random = randomFrom([1]);
  const counts = [0, 0, 0, 0];
  const draws = 40_000;
  for (let draw = 0; draw < draws; draw++) counts[sampler.draw(random)]!++;
  // Four standard deviations of the share of the likeliest.
  const tolerance = 4 * Math.sqrt((0.625 * 0.375) / draws);
  counts.forEach((count, row) => {
    expect(Math.abs(count / draws - sampler.probabilities[row]!)).toBeLessThan(tolerance);
  });
  expect(counts[1]).toBe(0);
});

test("where nothing weighs anything all are alike", () => {
  const sampler = new AliasSampler(new Float64Array(3));
  const random = randomFrom([2]);
  const drawn = new Set(Array.from({ length: 100 }, () => sampler.draw(random)));
  expect([...drawn].sort()).toEqual([0, 1, 2]);
});
