import { expect, test } from "vitest";
import { timelineOf } from "./timeline.ts";

const hour = 3_600_000;
const log = { firstMs: 1000 * hour, lastMs: 1010 * hour, events: 7200, startMs: 5000 * hour };
const never = Number.POSITIVE_INFINITY;

test("at a rate the log spans the replay: gaps shrink in proportion", () => {
  // 7200 events at 2 a second are one hour: ten hours become one.
  const at = timelineOf({ ...log, ratePerSecond: 2, keepGaps: false });
  expect(at(log.firstMs, never)).toBe(log.startMs);
  expect(at(1005 * hour, never)).toBe(log.startMs + hour / 2);
  expect(at(log.lastMs, never)).toBe(log.startMs + hour);
});

test("a slow rate does not stretch the log", () => {
  const at = timelineOf({ ...log, ratePerSecond: 0.01, keepGaps: false });
  expect(at(log.lastMs, never) - at(log.firstMs, never)).toBe(10 * hour);
});

test("without a rate, or on request, gaps stay and the last event happens at the start", () => {
  for (const options of [
    { ratePerSecond: 0, keepGaps: false },
    { ratePerSecond: 2, keepGaps: true },
  ]) {
    const at = timelineOf({ ...log, ...options });
    expect(at(log.lastMs, never)).toBe(log.startMs);
    expect(at(log.firstMs, never)).toBe(log.startMs - 10 * hour);
  }
});

test("nothing happens later than it is sent", () => {
  const at = timelineOf({ ...log, ratePerSecond: 2, keepGaps: false });
  expect(at(log.lastMs, log.startMs + 5)).toBe(log.startMs + 5);
});

test("a log of one instant happens at the start", () => {
  const at = timelineOf({ ...log, lastMs: log.firstMs, ratePerSecond: 2, keepGaps: false });
  expect(at(log.firstMs, never)).toBe(log.startMs);
});
