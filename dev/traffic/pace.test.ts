import { expect, test } from "vitest";
import { Pace } from "./pace.ts";

/** A clock that moves only when someone sleeps, or when it is told to. */
function handClock() {
  const clock = {
    atMs: 1000,
    nowMs: () => clock.atMs,
    sleep: async (durationMs: number) => {
      clock.atMs += durationMs;
    },
  };
  return clock;
}

test("takes at the rate on average", async () => {
  const clock = handClock();
  const pace = new Pace({ ratePerSecond: 500, clock });
  for (let count = 0; count < 5000; count++) await pace.take();
  expect(clock.atMs - 1000).toBeCloseTo(10_000, -2);
});

test("after a pause it catches up one second's worth and no more", async () => {
  const clock = handClock();
  const pace = new Pace({ ratePerSecond: 100, clock });
  await pace.take();
  clock.atMs += 60_000;
  const pausedAt = clock.atMs;
  for (let count = 0; count < 200; count++) await pace.take();
  expect(clock.atMs - pausedAt).toBeCloseTo(1000, -2);
});

test("a rate of 0 never waits", async () => {
  const clock = handClock();
  const pace = new Pace({ ratePerSecond: 0, clock });
  for (let count = 0; count < 1000; count++) await pace.take();
  expect(clock.atMs).toBe(1000);
});
