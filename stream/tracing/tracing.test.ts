import { formatTraceparent, traceIdOfEvent } from "@slipstream/contracts/tracing/context";
import type { Span } from "@slipstream/contracts/tracing/span";
import { SpanBuffer } from "@slipstream/contracts/tracing/span-buffer";
import { expect, test } from "vitest";
import { EventMaker, logged } from "../testing/events.ts";
import { Tracing } from "./tracing.ts";

test("of a turn those events are traced that are sampled or late, each from when it came", async () => {
  const spans: Span[] = [];
  const buffer = new SpanBuffer([async (some) => void spans.push(...some)]);
  const tracing = new Tracing({ buffer, slowMs: 250 });
  const nowMs = Date.now();
  // The turn waited since its first event was stored, a second ago.
  const at = (agoMs: number) => nowMs - agoMs - performance.timeOrigin;
  const stages = [
    { stage: "deliver" as const, startedAtMs: at(1_000), endedAtMs: at(20) },
    { stage: "decode" as const, startedAtMs: at(20), endedAtMs: at(18) },
    { stage: "commit" as const, startedAtMs: at(18), endedAtMs: at(5) },
  ];
  const maker = new EventMaker();
  const context = { traceId: "ab".repeat(16), spanId: "b".repeat(16), sampled: true };
  const view = (agoMs: number, more: { live?: true; traceparent?: string } = {}) =>
    maker.make({ type: "view", visitorId: "anna", receivedAt: nowMs - agoMs, ...more });
  const sampled = view(100, { live: true, traceparent: formatTraceparent(context) });
  const late = view(900, { live: true });
  const events = [view(100, { live: true }), sampled, late, view(900)];
  const kept = tracing.noteTurn(
    events.map((event, place) => logged(event, place + 1)),
    stages,
  );
  await buffer.flush();
  expect([...kept.keys()]).toEqual([sampled.id, late.id]);
  const named = (traceId: string) =>
    new Map(spans.filter((span) => span.traceId === traceId).map((span) => [span.name, span]));
  const traces = [named(context.traceId), named(traceIdOfEvent(late.id))];
  expect(traces.map((trace) => trace.get("receive EVENTS")?.startMs)).toEqual([
    sampled.receivedAt,
    late.receivedAt,
  ]);
  for (const trace of traces) {
    expect([...trace.keys()]).toEqual(["receive EVENTS", "process EVENTS", "decode", "commit"]);
    expect(trace.get("commit")?.parentSpanId).toBe(trace.get("process EVENTS")?.spanId);
  }
  expect(traces[0]?.get("process EVENTS")?.parentSpanId).toBe(context.spanId);
  expect(traces[1]?.get("process EVENTS")?.parentSpanId).toBeUndefined();
});
