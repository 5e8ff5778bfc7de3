import { z } from "zod";
import { type Span, spanSchema } from "./span.ts";

/** Seconds that a trace can be looked at. */
export const TRACE_TTL_SECONDS = 2 * 3600;
/** Traces of one shop and hour that are listed: the slowest. */
export const MAX_LISTED_TRACES = 100;
/** Spans of one trace. */
const MAX_SPANS = 64;
const HOUR_MS = 3_600_000;

/** Where spans wait to be looked at, in Redis. */
export const traceKeys = {
  /** List of spans as JSON. */
  spans: (shop: string, traceId: string) => `${shop}:trace:${traceId}`,
  /** Sorted set of one hour: trace → milliseconds from event to rail. */
  listed: (shop: string, atMs: number) => `${shop}:traces:${Math.floor(atMs / HOUR_MS)}`,
} as const;

/** The hours that a list of recent traces lies in, this one first. */
export function recentHours(nowMs: number): number[] {
  return [nowMs, nowMs - HOUR_MS];
}

/** What ioredis and Upstash's client have in common. */
interface Pipeline {
  rpush(key: string, ...values: string[]): unknown;
  ltrim(key: string, start: number, stop: number): unknown;
  expire(key: string, seconds: number): unknown;
}

/** Adds to a pipeline what keeps these spans. */
export function keepSpans(pipeline: Pipeline, spans: readonly Span[]): void {
  for (const [key, group] of Map.groupBy(spans, (of) => traceKeys.spans(of.shop, of.traceId))) {
    pipeline.rpush(key, ...group.map((span) => JSON.stringify(span)));
    pipeline.ltrim(key, 0, MAX_SPANS - 1);
    pipeline.expire(key, TRACE_TTL_SECONDS);
  }
}

/** One trace from event to rail: `GET /api/ops/traces`. */
const traceSchema = z.object({
  traceId: z.string(),
  /** Milliseconds from the event's receipt at the edge to its rail's push. */
  durationMs: z.number(),
  /** In order of their start. */
  spans: z.array(spanSchema),
});
export type TraceView = z.infer<typeof traceSchema>;

export const tracesSchema = z.object({ traces: z.array(traceSchema) });
