import { expect, test } from "vitest";
import { growthPercent, MemoryLog } from "./memory.ts";

test("growth is told from the second quarter to the last, after warming up", () => {
  expect(growthPercent([10, 10, 100, 100, 105, 105, 110, 110])).toBeCloseTo(10);
  expect(growthPercent([500, 200, 100, 100, 100, 100, 100, 100])).toBeCloseTo(0);
  expect(growthPercent([1, 2, 3])).toBeUndefined();
});

test("memory is read of a process and left out while there is none", () => {
  const log = new MemoryLog();
  const children = new Map([["me", { pid: process.pid }]]);
  const services = new Map([["gone", { pid: undefined }]]);
  log.look({ children, services });
  log.look({ children, services });
  expect(log.samples.get("me")).toHaveLength(2);
  expect(log.samples.get("me")![0]).toBeGreaterThan(10);
  expect(log.samples.has("gone")).toBe(false);
});
