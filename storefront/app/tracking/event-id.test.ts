import { expect, test } from "vitest";
import { newEventId } from "./event-id.ts";

const NOW = Date.UTC(2026, 4, 1);

test("ids are UUIDs of version 7 that begin with the time", () => {
  const id = newEventId(NOW);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(NOW);
});

test("a later id sorts behind, within a millisecond, when its counter is full, and when clocks go back", () => {
  const ids = Array.from({ length: 10_000 }, () => newEventId(NOW + 1));
  ids.push(newEventId(NOW - 5_000), newEventId(NOW + 60_000));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});
