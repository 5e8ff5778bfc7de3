import type { RecommendResponse } from "@slipstream/contracts/recommend";
import { expect, test } from "vitest";
import { largestRows, latencyRows, sizeName } from "./figure-rows.ts";
import type { MeasuredCatalogue } from "./measure-catalogue.ts";
import type { Phase } from "./phase.ts";

const GIB = 1024 ** 3;

/** A hundred answers that took 1, 2, 3 … 100 times `stepMs`; every tenth one degraded. */
function phase(stepMs: number, cpuMsPerRequest: number): Phase {
  const numbers = Array.from({ length: 100 }, (_, at) => at + 1);
  return {
    samples: numbers.map((number) => ({ sentMs: 0.2, answeredMs: number * stepMs })),
    answers: numbers.map((number) => {
      const response: RecommendResponse = {
        requestId: `r-${number}`,
        placement: "home_for_you",
        items: [],
        model: { name: "gbdt", version: "1" },
        arms: {},
        degraded: number % 10 === 0,
        stale: false,
        timingMs: { retrieve: number / 10, rank: number / 100 },
      };
      return Buffer.from(JSON.stringify(response));
    }),
    cpuMsPerRequest,
  };
}

function catalogue(items: number, residentBytes: number): MeasuredCatalogue {
  const phases = [200, 500].map((ratePerSecond) => ({
    ratePerSecond,
    own: phase(0.08, 1.2),
    raw: phase(0.04, 1),
  }));
  return {
    items,
    phases,
    saturation: { own: 700, raw: 1000 },
    candidates: 312,
    readySeconds: 8,
    residentBytes,
  };
}

const named = (rows: ReturnType<typeof latencyRows>) => new Map(rows.map((row) => [row.name, row]));

test("catalogues are called as people say them", () => {
  expect([4000, 100_000, 1_000_000, 1234].map(sizeName)).toEqual(["4k", "100k", "1m", "1234"]);
});

test("latencies stand beside the raw server's, with the goals of the catalogue of 100,000", () => {
  const rows = named(latencyRows(catalogue(100_000, GIB)));
  expect(rows.get("recommend.100k.200rps.p99")).toEqual({
    name: "recommend.100k.200rps.p99",
    value: 7.92,
    unit: "ms",
    baseline: 3.96,
    ratio: 2,
    goal: 10,
    met: true,
  });
  expect(rows.get("recommend.100k.500rps.p90")).toMatchObject({ value: 7.2, goal: 7, met: false });
  expect(rows.get("recommend.100k.500rps.p50")).toMatchObject({ value: 4, goal: 1.5, met: false });
  expect(rows.get("recommend.100k.500rps.degraded")).toMatchObject({ value: 10 });
  const small = latencyRows(catalogue(4000, GIB));
  expect(small.every((row) => row.goal === undefined)).toBe(true);
});

test("the largest catalogue's row of each stage, of processor time and of memory", () => {
  const rows = named(largestRows([catalogue(4000, GIB), catalogue(1_000_000, 2 * GIB)]));
  expect(rows.get("stage.retrieve.p99")).toMatchObject({ value: 9.9 });
  expect(rows.get("stage.rank.p99")).toMatchObject({ value: 0.99 });
  expect(rows.get("saturation.rps")).toMatchObject({ value: 700, ratio: 0.7 });
  expect(rows.get("cpu_per_request.ms")).toMatchObject({ value: 1.2, ratio: 1.2, met: true });
  expect(rows.get("candidates.ranked_by.gbdt")).toMatchObject({ value: 312 });
  expect(rows.get("model_server.memory")).toMatchObject({ value: 2, goal: 3, met: true });
  expect(rows.get("model_server.bytes_per_item")!.value).toBeCloseTo(GIB / 996_000, 2);
  expect(rows.get("generator.late.p99")).toMatchObject({ value: 0.2 });
});

test("one catalogue alone does not tell what an item costs", () => {
  const rows = named(largestRows([catalogue(4000, GIB)]));
  expect(rows.has("model_server.bytes_per_item")).toBe(false);
  expect(rows.get("model_server.memory")).not.toHaveProperty("goal");
});
