import { expect, test } from "vitest";
import { Calibration } from "./calibration.ts";

const logs = (chances: number[]) => chances.map(Math.log);

test("chances that come true as often as they say have no error", () => {
  const calibration = new Calibration();
  for (let answer = 0; answer < 10; answer++) {
    calibration.add(logs([0.6, 0.4]), answer < 6 ? 0 : 1);
  }
  expect(calibration.answers).toBe(10);
  expect(calibration.error()).toBeCloseTo(0, 10);
  const bins = calibration.bins();
  expect(bins.map(({ upTo, candidates }) => [upTo, candidates])).toEqual([
    [0.5, 10],
    [0.7, 10],
  ]);
  expect(bins[1]!.predicted).toBeCloseTo(0.6, 10);
  expect(bins[1]!.observed).toBeCloseTo(0.6, 10);
});

test("a chance of .8 that comes true half the time misses by .3, and so do those of .2", () => {
  const calibration = new Calibration();
  for (let answer = 0; answer < 10; answer++) calibration.add(logs([0.8, 0.2]), answer % 2);
  expect(calibration.error()).toBeCloseTo(0.6, 10);
});

test("an answer without its target tells nothing of a softmax over the others", () => {
  const calibration = new Calibration();
  calibration.add([1, 2], -1);
  expect(calibration.answers).toBe(0);
  expect(calibration.bins()).toEqual([]);
  expect(calibration.error()).toBe(0);
});
