import { expect, test } from "vitest";
import { cpuMsIn, cpuMsOf, residentBytesIn, residentBytesOf } from "./process-figures.ts";

test("processor time is user's and kernel's together, whatever the program is called", () => {
  const stat = "42 (node) serve 1) S 1 42 42 0 -1 4194560 9 0 1 0 250 31 7 8 20 0 11 0 99 1 2";
  expect(cpuMsIn(stat)).toBe(2810);
});

test("resident memory is in bytes", () => {
  expect(residentBytesIn("Name:\tnode\nVmHWM:\t  9 kB\nVmRSS:\t    2048 kB\n")).toBe(2 * 1024 ** 2);
});

test("this very process has both", () => {
  expect(cpuMsOf(process.pid)).toBeGreaterThan(0);
  expect(residentBytesOf(process.pid)).toBeGreaterThan(10 * 1024 ** 2);
});
