import { expect, test } from "vitest";
import { madeUpVectors } from "../hnsw/made-up-vectors.ts";
import { madeUpVisits } from "./made-up-visits.ts";

const END = Date.UTC(2026, 10, 20);
const visitsOf = (seed: number) =>
  madeUpVisits(madeUpVectors(300, seed), { atLeast: 2000, open: 50, endMs: END });

test("there are as many visits as asked for, in order of time, the last one at the end", () => {
  const { visits } = visitsOf(1);
  expect(visits.length).toBeGreaterThanOrEqual(2000);
  expect(visits.length).toBeLessThan(2010);
  const times = visits.map(({ occurredAt }) => occurredAt);
  expect(times).toEqual(times.toSorted((left, right) => left - right));
  expect(times.at(-1)).toBe(END);
  expect(visits.every(({ row }) => row >= 0 && row < 300)).toBe(true);
});

test("open sessions are the newest, each of another visitor", () => {
  const { visits, open } = visitsOf(1);
  expect(new Set(open.map(({ visitorId }) => visitorId)).size).toBe(50);
  const openIds = new Set(open.map(({ sessionId }) => sessionId));
  const others = visits.filter(({ sessionId }) => !openIds.has(sessionId));
  const newestOther = Math.max(...others.map(({ occurredAt }) => occurredAt));
  for (const id of openIds) {
    const own = visits.filter(({ sessionId }) => sessionId === id);
    expect(own.at(-1)!.occurredAt).toBeGreaterThan(newestOther);
  }
});

test("the same seed makes the same visits", () => {
  expect(visitsOf(2)).toEqual(visitsOf(2));
  expect(visitsOf(2)).not.toEqual(visitsOf(3));
});
