import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { factorsKept, factorsTold, stateOf, stepsByVisitor } from "./invariants.ts";
import { fold, type Plan, simulate } from "./world.ts";

// Time stands still: what a turn does must not depend on how busy the machine is.
beforeAll(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterAll(() => void vi.useRealTimers());

/** Plans tried by each test. A failing one is printed, made as small as it gets, and runs again. */
const RUNS = Number(process.env.SIMULATION_RUNS || 300);
/** The seed that a failing run has printed: the same plans again. */
const again = process.env.SIMULATION_SEED ? { seed: Number(process.env.SIMULATION_SEED) } : {};
/** A plan takes about ten milliseconds: far less than this. */
const TIMEOUT_MS = 60_000 + 200 * RUNS;
/** Plans within which a broken promise must have been noticed. */
const NOTICED_WITHIN = 1_500;

const plans = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  events: fc.integer({ min: 1, max: 24 }),
  visitors: fc.integer({ min: 1, max: 6 }),
  processors: fc.integer({ min: 1, max: 3 }),
  faults: fc.integer({ min: 0, max: 10 }),
});

/** Plans that have failed once: messages of a partition that had gone were waited for. */
const examples: [Omit<Plan, "shares">][] = [
  [{ seed: 2147483620, events: 6, visitors: 4, processors: 2, faults: 8 }],
];

async function check(plan: Plan): Promise<void> {
  const learnt = !plan.shares;
  const [expected, run] = [await fold(plan), await simulate(plan)];
  const state = stateOf(expected.stores.redis, { learnt });
  expect(stateOf(run.stores.redis, { learnt })).toEqual(state);
  expect(stepsByVisitor(run.stores.learn)).toEqual(stepsByVisitor(expected.stores.learn));
  for (const [partition, { acknowledged }] of run.stores.events.consumers) {
    const watermark = run.stores.redis.hash(`partition:${partition}`).get("watermark");
    expect(acknowledged).toBeLessThanOrEqual(Number(watermark));
  }
  if (learnt) {
    const kept = factorsKept(run.stores.redis);
    expect(factorsTold(run.stores.learn)).toEqual(kept);
  }
}

test.each([
  { who: "one processor at a time", shares: false },
  { who: "several processors that share", shares: true },
])(
  "$who: whatever happens in between, state and steps are those of a plain fold",
  async ({ shares }) => {
    await fc.assert(
      fc.asyncProperty(plans, (plan) => check({ ...plan, shares })),
      { numRuns: RUNS, examples, ...again },
    );
  },
  TIMEOUT_MS,
);

test.each([
  { promise: "fencing tokens", broken: { ignoresTokens: true, ignoresWatermarks: true } },
  { promise: "LEARN's expected last sequence", broken: { ignoresExpectations: true } },
  { promise: "LEARN is read before partitions are claimed", broken: { claimsFirst: true } },
  { promise: "what is not written stays in memory", broken: { forgetsEarly: true } },
])(
  "who does not keep a promise is noticed: $promise",
  async ({ broken }) => {
    const found = await fc.check(
      fc.asyncProperty(plans, (plan) => check({ ...plan, broken, shares: false })),
      { numRuns: NOTICED_WITHIN, seed: 1, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  },
  TIMEOUT_MS,
);

test("a plan runs the same way again, step by step", async () => {
  const plan: Plan = { seed: 7, events: 20, visitors: 4, processors: 3, faults: 8, shares: true };
  const [first, second] = [await simulate(plan), await simulate(plan)];
  expect(second.steps).toBe(first.steps);
  expect(second.stores.learn.entries).toEqual(first.stores.learn.entries);
});
