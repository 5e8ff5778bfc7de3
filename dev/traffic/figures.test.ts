import { expect, test } from "vitest";
import { figureRow, figures, figuresTable } from "./figures.ts";

test("a row works out its ratio and whether its goal is met", () => {
  expect(figureRow("a", 20, "ms", { baseline: 8, goal: 30 })).toEqual({
    name: "a",
    value: 20,
    unit: "ms",
    baseline: 8,
    ratio: 2.5,
    goal: 30,
    met: true,
  });
  expect(figureRow("b", 20, "ms", { baseline: 8, goalRatio: 2 })).toMatchObject({
    goal: 2,
    met: false,
  });
  expect(figureRow("c", 4000, "events/s", { goal: 5000, atLeast: true }).met).toBe(false);
  expect(figureRow("d", 1 / 3, "s")).toEqual({ name: "d", value: 0.333, unit: "s" });
});

test("the table lines up, names in full", () => {
  const rows = [
    figureRow("event_to_rail.p50", 12.345, "ms", { baseline: 8, goal: 30 }),
    figureRow("events", 12_000, "events"),
  ];
  expect(figuresTable(rows).split("\n")).toEqual([
    "figure              value  unit    baseline  ratio  goal",
    "event_to_rail.p50   12.35  ms             8  1.54×    30  met",
    "events             12,000  events",
  ]);
});

test("what is written names command, start, machine, settings and rows", () => {
  const startedAt = new Date(0);
  const written = figures({ command: "bench x", startedAt, settings: { rate: 1 }, rows: [] });
  expect(written).toMatchObject({
    command: "bench x",
    startedAt: "1970-01-01T00:00:00.000Z",
    settings: { rate: 1 },
    rows: [],
  });
  expect(written.machine.cores).toBeGreaterThan(0);
});
