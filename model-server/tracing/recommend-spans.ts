import type { RecommendResponse } from "@slipstream/contracts/recommend";
import { newSpanId, type TraceContext } from "@slipstream/contracts/tracing/context";
import type { Span } from "@slipstream/contracts/tracing/span";
import type { SpanBuffer } from "@slipstream/contracts/tracing/span-buffer";

/** One answer as it is traced. */
export interface TracedAnswer {
  shop: string;
  /** Its `timingMs` has the stages in the order in which they ran. */
  response: Pick<RecommendResponse, "placement" | "model" | "timingMs">;
  /** On the clock of `performance`. */
  startedAtMs: number;
  endedAtMs: number;
}

/**
 * Keeps the spans of an answer whose trace is sampled, or that was slow itself: one of the request
 * and one a stage, from the times that the pipeline takes anyway. Stages run one after the other, so
 * each begins where the one before ended.
 */
export function noteRecommend(
  buffer: SpanBuffer,
  parent: TraceContext | undefined,
  { slowMs, answer }: { slowMs: number; answer: TracedAnswer },
): void {
  const { startedAtMs, endedAtMs, shop, response } = answer;
  const isKept = parent?.sampled || endedAtMs - startedAtMs > slowMs;
  if (!parent || !isKept || !buffer.admits(parent.traceId, Date.now())) return;
  const request: Span = {
    traceId: parent.traceId,
    spanId: newSpanId(),
    parentSpanId: parent.spanId,
    service: "model-server",
    shop,
    kind: "server",
    name: "POST /v1/recommend",
    startMs: performance.timeOrigin + startedAtMs,
    endMs: performance.timeOrigin + endedAtMs,
    attributes: {
      "http.request.method": "POST",
      "http.route": "/v1/recommend",
      "slipstream.placement": response.placement,
      "slipstream.model": response.model.name,
    },
  };
  buffer.add(request, ...stagesOf(request, response.timingMs));
}

function stagesOf(request: Span, timingMs: Readonly<Record<string, number>>): Span[] {
  const { traceId, service, shop, spanId: parentSpanId } = request;
  let startMs = request.startMs;
  return Object.entries(timingMs).map(([name, ms]) => {
    const span = { spanId: newSpanId(), name, startMs, endMs: startMs + ms };
    startMs = span.endMs;
    return { traceId, parentSpanId, service, shop, kind: "internal", ...span };
  });
}
