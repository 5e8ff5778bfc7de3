import { expect, test } from "vitest";
import { DEFAULT_REPLAYS, ReplayPlan } from "./replay-plan.ts";

test("replays bend with the lag and with what waits", () => {
  const plan = new ReplayPlan();
  const half = Math.round(DEFAULT_REPLAYS / 2);
  expect(plan.replays({ lagMs: 100, queued: 0 })).toBe(DEFAULT_REPLAYS);
  expect(plan.replays({ lagMs: 1_125, queued: 0 })).toBe(half);
  expect(plan.replays({ lagMs: 0, queued: 5_625 })).toBe(half);
  expect(plan.replays({ lagMs: 1_900, queued: 0 })).toBe(0);
  expect(plan.replays({ lagMs: 60_000, queued: 0 })).toBe(0);
});

test("the shed share is what was planned and not done", () => {
  const plan = new ReplayPlan();
  expect(plan.shedShare).toBe(0);
  for (const share of [1, 1, 0.5, 0]) plan.note(DEFAULT_REPLAYS * share);
  expect(plan.shedShare).toBe(0.375);
});

test("a fixed count does not bend", () => {
  const plan = new ReplayPlan(3);
  expect(plan.replays({ lagMs: 60_000, queued: 9_000 })).toBe(3);
  plan.note(3);
  expect(plan.shedShare).toBe(0);
});
