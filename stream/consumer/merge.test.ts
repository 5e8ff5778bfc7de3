import { expect, test } from "vitest";
import { LogMerge } from "./merge.ts";

const message = (seq: number) => ({ seq });
const taken = (merge: LogMerge<{ seq: number }>) => merge.take(100).map(({ seq }) => seq);

test("messages of several partitions come out in log order, as far as none is missing", () => {
  const merge = new LogMerge(new Map([0, 1, 2].map((partition) => [partition, 0])));
  merge.put(1, message(2));
  merge.put(0, message(4));
  expect(taken(merge)).toEqual([]);
  merge.put(0, message(5));
  merge.put(2, message(1));
  expect(taken(merge)).toEqual([1, 2]);
  merge.put(1, message(3));
  expect(merge.take(2).map(({ seq }) => seq)).toEqual([3, 4]);
  expect(taken(merge)).toEqual([5]);
  expect(merge.queued).toBe(0);
});

test("a hole is passed when it is known that nothing comes", () => {
  const merge = new LogMerge(new Map([[0, 0]]));
  merge.put(0, message(7));
  expect(merge.first).toBe(7);
  merge.skipTo(7);
  expect(taken(merge)).toEqual([7]);
  expect(merge.next).toBe(8);
});

test("what was applied or queued before is dropped", () => {
  const merge = new LogMerge(
    new Map([
      [0, 10],
      [1, 4],
    ]),
  );
  expect(merge.next).toBe(11);
  expect(merge.put(0, message(10))).toBe(false);
  expect(merge.put(0, message(12))).toBe(true);
  expect(merge.put(0, message(12))).toBe(false);
  expect(merge.put(1, message(11))).toBe(true);
  expect(taken(merge)).toEqual([11, 12]);
});

test("what is of another partition is not queued, where nobody would take it", () => {
  const merge = new LogMerge(new Map([[0, 0]]));
  expect(merge.put(1, message(1))).toBe(false);
  expect([merge.queued, merge.first]).toEqual([0, undefined]);
});

test("what is had in another way comes once, whichever way is faster", () => {
  const merge = new LogMerge(new Map([[0, 0]]));
  expect(merge.takenElsewhere(0, 1)).toBe(true);
  expect(merge.put(0, message(1))).toBe(false);
  merge.put(0, message(2));
  expect(merge.takenElsewhere(0, 2)).toBe(false);
  expect(taken(merge)).toEqual([2]);
});

test("a loose merge waits for no hole, and keeps the order of what is here", () => {
  const merge = new LogMerge(
    new Map([
      [0, 90],
      [1, 4],
    ]),
    { isLoose: true },
  );
  merge.put(1, message(7));
  merge.put(1, message(95));
  merge.put(0, message(93));
  expect(taken(merge)).toEqual([7, 93, 95]);
  expect(merge.queuedUpTo(1)).toBe(95);
});
