import { describe, expect, test } from "vitest";
import { PopularitySampler } from "./popularity-sampler.ts";
import { randomFrom } from "./random.ts";

const halfLifeMs = 1000;
const start = 1_700_000_000_000;

function drawsOf(sampler: PopularitySampler, draws: number, seed = 3): (number | undefined)[] {
  const random = randomFrom([seed]);
  return Array.from({ length: draws }, () => sampler.draw(random));
}

describe("decayed counts", () => {
  test("by hand: two events a half-life apart, in either order", () => {
    const forward = new PopularitySampler(halfLifeMs);
    forward.count(4, start);
    forward.count(4, start + halfLifeMs);
    expect(forward.countAt(4, start + halfLifeMs)).toBeCloseTo(1.5, 6);
    expect(forward.countAt(4, start + 2 * halfLifeMs)).toBeCloseTo(0.75, 6);
    const backward = new PopularitySampler(halfLifeMs);
    backward.count(4, start + halfLifeMs);
    backward.count(4, start);
    expect(backward.levelOf(4)).toBeCloseTo(forward.levelOf(4), 9);
    expect(forward.countAt(5, start)).toBe(0);
  });

  test("nothing counted, nothing drawn", () => {
    expect(drawsOf(new PopularitySampler(halfLifeMs), 3)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("draws", () => {
  test("fall in proportion to the counts", () => {
    const sampler = new PopularitySampler(halfLifeMs);
    for (let count = 0; count < 3; count++) sampler.count(7, start);
    sampler.count(2000, start);
    const draws = drawsOf(sampler, 8000);
    expect(new Set(draws)).toEqual(new Set([7, 2000]));
    // A deviation is 0.005.
    expect(draws.filter((row) => row === 7).length / draws.length).toBeCloseTo(0.75, 1);
  });

  test("forget what is long past, over any distance of time", () => {
    const sampler = new PopularitySampler(halfLifeMs);
    sampler.count(1, start);
    sampler.count(2, start + 5000 * halfLifeMs);
    expect(new Set(drawsOf(sampler, 200))).toEqual(new Set([2]));
    expect(sampler.countAt(2, start + 5000 * halfLifeMs)).toBeCloseTo(1, 6);
  });

  test("are the same after a restore, in whatever order the levels come", () => {
    const sampler = new PopularitySampler(halfLifeMs);
    const random = randomFrom([9]);
    for (let event = 0; event < 3000; event++) {
      sampler.count(random.below(1500), start + event * 400);
    }
    for (const step of [1, 7, 1499]) {
      const restored = new PopularitySampler(halfLifeMs);
      for (let at = 0; at < 1500; at++) {
        const row = (at * step + 3) % 1500;
        restored.setLevel(row, sampler.levelOf(row));
      }
      expect(drawsOf(restored, 500)).toEqual(drawsOf(sampler, 500));
    }
  });
});
