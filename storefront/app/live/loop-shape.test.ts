import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  LOOP_HEIGHT,
  LOOP_WIDTH,
  legTimes,
  loopPath,
  pointAt,
  stations,
  stationTimes,
} from "./loop-shape.ts";

test("the line runs through every station and back to the first", () => {
  stations.forEach((station, at) => {
    const { x, y } = pointAt(at);
    expect([x, y]).toEqual([expect.closeTo(station.x), expect.closeTo(station.y)]);
    expect(loopPath).toContain(`${station.x.toFixed(1)} ${station.y.toFixed(1)}`);
  });
  expect(pointAt(stations.length)).toEqual(pointAt(0));
  // It bends upwards between the page and the hub, and never jumps.
  expect(pointAt(0.5).y).toBeLessThan(30);
  for (let step = 0; step < 700; step++) {
    const [here, there] = [pointAt(step / 100), pointAt((step + 1) / 100)];
    expect(Math.hypot(there.x - here.x, there.y - here.y)).toBeLessThan(9);
  }
});

test("stations show when an event left them, as far as that is known", () => {
  const times = stationTimes([
    { stage: "hub", startMs: 0, endMs: 2 },
    { stage: "redis", startMs: 7, endMs: 9 },
    { stage: "pushed", startMs: 20, endMs: 30 },
  ]);
  expect(times).toEqual([0, 2, undefined, undefined, 9, undefined, undefined, 30]);
  const { legsMs, slower } = legTimes(times);
  expect(slower).toBe(150);
  expect(legsMs).toEqual([300, 260, 260, 1050, 260, 260, 3150]);
  expect(legTimes([0, undefined]).legsMs).toEqual([260]);
});

test("labels stand beside their stations", () => {
  const css = readFileSync(new URL("../styles/live.css", import.meta.url), "utf8");
  stations.forEach(({ x, y }, at) => {
    const rule = new RegExp(`:nth-child\\(${at + 1}\\) \\{([^}]*)\\}`).exec(css)?.[1] ?? "";
    const [side, gap] = x < LOOP_WIDTH / 2 ? ["left", x] : ["right", LOOP_WIDTH - x];
    expect(rule).toContain(`top: ${((100 * y) / LOOP_HEIGHT).toFixed(2)}%`);
    expect(rule).toContain(`${side}: ${((100 * (gap + 18)) / LOOP_WIDTH).toFixed(2)}%`);
  });
});
