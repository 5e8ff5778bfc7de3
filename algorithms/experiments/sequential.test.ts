import { describe, expect, test } from "vitest";
import { type Random, randomFrom } from "../random.ts";
import { confidenceSequence } from "./confidence-sequence.ts";
import { logGamma } from "./gamma.ts";
import { compareArms } from "./lift.ts";
import { addVisitor, type Moments, noMoments } from "./moments.ts";
import { drawNormal, normalQuantile } from "./normal.ts";
import { planExperiment } from "./plan.ts";
import { sampleRatioPValue } from "./sample-ratio.ts";

const RUNS = 2_000;
const ALPHA = 0.05;

interface Visitor {
  x: number;
  y?: number;
  c?: number;
}
type World = (random: Random, arm: number) => Visitor;

const conversion =
  (rates: readonly number[]): World =>
  (random, arm) => ({ x: random.unit() < rates[arm]! ? 1 : 0 });

/** Few buy; what they spend is skewed, and so is how often they come; the past tells a part of it. */
const revenue: World = (random) => {
  const taste = drawNormal(random);
  const sessions = 1 + Math.floor(3 * random.unit());
  const spend = () => Math.exp(3 + 0.7 * taste + 0.5 * drawNormal(random));
  return {
    x: random.unit() < 0.15 ? spend() : 0,
    y: sessions,
    c: random.unit() < 0.15 ? spend() : 0,
  };
};

/** Whether some interval leaves 0 out, looked at after every batch. */
function isDecided(
  seed: number,
  world: World,
  { perArm, batch }: { perArm: number; batch: number },
): boolean {
  const random = randomFrom([7, seed]);
  const arms: Moments[] = [{ ...noMoments }, { ...noMoments }];
  for (let seen = batch; seen <= perArm; seen += batch) {
    for (let visitor = 0; visitor < batch; visitor++) {
      for (const [arm, moments] of arms.entries()) addVisitor(moments, world(random, arm));
    }
    const lift = compareArms(arms, { plannedVisitors: perArm, alpha: ALPHA }).lifts[1];
    if (lift !== undefined && (lift.low > 0 || lift.high < 0)) return true;
  }
  return false;
}

function shareDecided(
  runs: number,
  world: World,
  options: { perArm: number; batch: number },
): number {
  let decided = 0;
  for (let seed = 0; seed < runs; seed++) {
    if (isDecided(seed, world, options)) decided++;
  }
  return decided / runs;
}

describe("intervals that may be looked at any time", () => {
  test.each([
    { name: "conversion of 5 %", world: conversion([0.05, 0.05]) },
    { name: "revenue per session", world: revenue },
  ])("$name: two arms alike are told apart in at most 5 % of 2,000 runs", ({ world }) => {
    const share = shareDecided(RUNS, world, { perArm: 2_000, batch: 100 });
    expect(share).toBeLessThanOrEqual(ALPHA);
    // Not by never deciding anything.
    expect(share).toBeGreaterThan(0);
  });

  test("the power is what the plan says, within 5 points", () => {
    const rates = [0.1, 0.13] as const;
    const { visitorsPerArm, visitorsPerArmFixed } = planExperiment({
      baseline: rates[0],
      deviation: Math.sqrt(rates[0] * (1 - rates[0])),
      effect: rates[1] / rates[0] - 1,
      ...{ alpha: ALPHA, power: 0.8, comparisons: 1, armShare: 0.5, visitorsPerDay: 1_000 },
    });
    expect(visitorsPerArm).toBeGreaterThan(visitorsPerArmFixed);
    const power = shareDecided(400, conversion(rates), { perArm: visitorsPerArm, batch: 100 });
    expect(Math.abs(power - 0.8)).toBeLessThan(0.05);
  });

  test("the interval is the mixture's, and its p-value agrees with it", () => {
    const known = { variance: 0.01, plannedVariance: 0.01, alpha: 0.05 };
    const { high } = confidenceSequence({ ...known, difference: 0 });
    // By hand: k = 7.936, √(0.01 · (1 + 1/7.936) · (ln 8.936 + 5.9915)).
    expect(high).toBeCloseTo(0.3035, 3);
    expect(confidenceSequence({ ...known, difference: high }).pValue).toBeCloseTo(0.05, 6);
    expect(confidenceSequence({ ...known, variance: 0, difference: 1 }).pValue).toBe(1);
  });

  test("what is known from before makes the interval narrower by as much as it explains", () => {
    const arms: Moments[] = [{ ...noMoments }, { ...noMoments }];
    const bare: Moments[] = [{ ...noMoments }, { ...noMoments }];
    const random = randomFrom([11]);
    for (let visitor = 0; visitor < 4_000; visitor++) {
      const c = drawNormal(random);
      const arm = visitor % 2;
      const x = 5 + 0.1 * arm + 0.8 * c + 0.6 * drawNormal(random);
      addVisitor(arms[arm]!, { x, c });
      addVisitor(bare[arm]!, { x });
    }
    const options = { plannedVisitors: 2_000, alpha: ALPHA };
    const known = compareArms(arms, options);
    const unknown = compareArms(bare, options);
    expect(known.explained).toBeCloseTo(0.64, 1);
    const widthOf = ({ lifts }: typeof known) => lifts[1]!.high - lifts[1]!.low;
    expect(widthOf(known) / widthOf(unknown)).toBeCloseTo(0.6, 1);
    expect(known.lifts[1]!.difference).toBeCloseTo(0.1, 1);
  });

  test("arms that are small, or of which nothing was counted, say nothing", () => {
    const some = { ...noMoments };
    for (let visitor = 0; visitor < 50; visitor++) addVisitor(some, { x: 1 });
    const options = { plannedVisitors: 1_000, alpha: ALPHA };
    expect(compareArms([some, noMoments], options).lifts).toEqual([undefined, undefined]);
    expect(compareArms([some, some], options).lifts[1]).toBeUndefined();
  });
});

describe("shares of arms", () => {
  /** The least p-value of a run that is looked at after every 20 visitors. */
  function least(seed: number, truth: number): number {
    const random = randomFrom([13, seed]);
    const counts: [number, number] = [0, 0];
    let lowest = 1;
    for (let visitor = 1; visitor <= 3_000; visitor++) {
      counts[random.unit() < truth ? 0 : 1]++;
      if (visitor % 20 === 0) lowest = Math.min(lowest, sampleRatioPValue(counts, [0.5, 0.5]));
    }
    return lowest;
  }

  test("right shares raise a false alarm at 1 % in at most 1 % of runs", () => {
    let alarms = 0;
    for (let seed = 0; seed < RUNS; seed++) if (least(seed, 0.5) < 0.01) alarms++;
    expect(alarms / RUNS).toBeLessThanOrEqual(0.01);
  });

  test("wrong shares are found; a visitor in an arm without a share at once", () => {
    let found = 0;
    for (let seed = 0; seed < 100; seed++) if (least(seed, 0.45) < 0.01) found++;
    expect(found).toBeGreaterThan(95);
    expect(sampleRatioPValue([10, 1], [1, 0])).toBe(0);
  });
});

test("the functions of probability agree with tables", () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 6);
  expect(normalQuantile(0.01)).toBeCloseTo(-2.326348, 6);
  expect(logGamma(10)).toBeCloseTo(Math.log(362_880), 10);
  expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 10);
});
