import { expect, test } from "vitest";
import { timeRangeOf } from "./time-range.ts";

const NOW = Date.parse("2026-03-10T13:30:00Z");
const rangeOf = (query: string) => timeRangeOf(new URLSearchParams(query), NOW);

test("a range is the last thirty days, a preset, or two days of one's own", () => {
  expect(rangeOf("")).toEqual({ from: "2026-02-09", to: "2026-03-10", preset: "30d" });
  expect(rangeOf("preset=7d")).toEqual({ from: "2026-03-04", to: "2026-03-10", preset: "7d" });
  expect(rangeOf("from=2026-01-01&to=2026-01-01&preset=7d")).toEqual({
    from: "2026-01-01",
    to: "2026-01-01",
    preset: undefined,
  });
});

test("what cannot be is bent to what can", () => {
  expect(rangeOf("from=2026-02-01&to=2026-01-01")).toMatchObject({
    from: "2026-01-01",
    to: "2026-02-01",
  });
  expect(rangeOf("from=1999-01-01&to=2026-01-01").from).toBe("2025-01-01");
  for (const nonsense of ["preset=toString", "from=2026-02-30&to=2026-03-01", "from=yesterday"]) {
    expect(rangeOf(nonsense).preset).toBe("30d");
  }
});
