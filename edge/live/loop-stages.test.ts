import type { Span } from "@slipstream/contracts/tracing/span";
import { expect, test } from "vitest";
import { loopStagesOf } from "./loop-stages.ts";

function span(name: string, startMs: number, endMs: number): Span {
  const ids = { traceId: "0".repeat(32), spanId: "0".repeat(16) };
  return { ...ids, service: "edge", kind: "internal", shop: "demo", name, startMs, endMs };
}

const spans = [
  span("POST /api/events", 1000, 1004),
  span("publish EVENTS", 1002, 1006),
  span("receive EVENTS", 1003, 1005.5),
  span("decode", 1005.5, 1005.6),
  span("read", 1005.6, 1006.5),
  span("compute", 1006.5, 1007),
  span("publish", 1007, 1008.25),
  span("commit", 1008.25, 1009),
  span("POST /internal/announcements", 1009.5, 1013),
  span("refresh rail", 1011, 1024),
  span("recommend", 1011, 1022),
  span("push", 1022, 1024),
];

test("a trace tells when its event was where", () => {
  expect(loopStagesOf(spans)).toEqual([
    { stage: "hub", startMs: 0, endMs: 2 },
    { stage: "nats", startMs: 2, endMs: 5.5 },
    { stage: "processor", startMs: 5.5, endMs: 7 },
    { stage: "learn", startMs: 7, endMs: 8.25 },
    { stage: "redis", startMs: 8.25, endMs: 9 },
    { stage: "announced", startMs: 9.5, endMs: 11 },
    { stage: "model", startMs: 11, endMs: 22 },
    { stage: "pushed", startMs: 22, endMs: 24 },
  ]);
});

test("what is not known yet is left out, and a clock that runs behind turns nothing back", () => {
  expect(loopStagesOf(spans.slice(1))).toEqual([]);
  const early = [span("POST /api/events", 1000, 1004), span("commit", 990, 995)];
  expect(loopStagesOf(early)).toEqual([{ stage: "redis", startMs: 0, endMs: 0 }]);
});
