import fc from "fast-check";
import { expect, test } from "vitest";
import { type AckObservation, consumerState, WINDOW_OBSERVATIONS } from "./consumer-state.ts";

const EVERY_MS = 3_000;

/** Observations three seconds apart, each `[ackFloor, behind]`, or `[ackFloor, behind, false]`: no lease. */
function seen(...rows: [ackFloor: number, behind: number, held?: boolean][]): AckObservation[] {
  return rows.map(([ackFloor, behind, held = true], index) => ({
    atMs: index * EVERY_MS,
    ackFloor,
    behind,
    held,
  }));
}

const stateOf = (window: AckObservation[], laterMs = 0) =>
  consumerState(window, (window.at(-1)?.atMs ?? 0) + laterMs);

const times = <T>(count: number, row: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => row(index));

test("whoever has nothing behind is well, whatever the window holds", () => {
  expect(stateOf([])).toBe("ok");
  expect(stateOf(seen(...times(10, () => [7, 0] as [number, number])))).toBe("ok");
  expect(stateOf(seen([7, 9, false], [7, 9, false], [16, 0, false]), 60_000)).toBe("ok");
});

test("a floor that does not move while nothing gets less is stalled", () => {
  expect(stateOf(seen(...times(10, (at) => [7, 5 + at] as [number, number])))).toBe("stalled");
  expect(stateOf(seen(...times(10, () => [7, 1] as [number, number])))).toBe("stalled");
});

test("one that was empty within the window, or gets on with it, is well", () => {
  const busy = times(9, (at) => [7, 5 + at] as [number, number]);
  expect(stateOf(seen([7, 0], ...busy))).toBe("ok");
  const catching = times(10, (at) => [100 * at, 5_000 - 100 * at] as [number, number]);
  expect(stateOf(seen(...catching))).toBe("ok");
});

test("one that works, and never has less behind it, is a warning", () => {
  const slow = times(10, (at) => [100 * at, 50 + 20 * at] as [number, number]);
  expect(stateOf(seen(...slow))).toBe("warning");
  expect(stateOf(seen([0, 9_000], ...slow.slice(1)))).toBe("ok");
});

test("without a lease for longer than the window of leases, it is stopped", () => {
  const held = times(3, (at) => [at, 4] as [number, number]);
  const gone = (count: number) => times(count, () => [2, 4, false] as [number, number, boolean]);
  // Three leases lie six seconds apart.
  expect(stateOf(seen(...held, ...gone(2)))).toBe("ok");
  expect(stateOf(seen(...held, ...gone(3)))).toBe("stopped");
  expect(stateOf(seen(...gone(WINDOW_OBSERVATIONS)))).toBe("stopped");
});

test("a lot behind is no reason: only the way that it goes is", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e9 }),
      fc.integer({ min: 1, max: 1e6 }),
      (much, step) => {
        const window = times(10, (at) => [at, 10 * step + much - at * step] as [number, number]);
        expect(stateOf(seen(...window))).toBe("ok");
      },
    ),
  );
});
