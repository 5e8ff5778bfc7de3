import type { TraceView } from "@slipstream/contracts/tracing/kept-traces";

type Span = TraceView["spans"][number];

/** One bar of a waterfall; places in shares of the trace's whole time. */
export interface Bar {
  span: Span;
  /** How many spans it lies within, of those that are there. */
  depth: number;
  left: number;
  width: number;
  /** Milliseconds after the trace began, and how long it took. */
  afterMs: number;
  tookMs: number;
}

/**
 * The spans of a trace as bars in the order of their start, each below the one that it belongs to.
 * One whose parent was not kept stands at the margin.
 */
export function waterfall(spans: readonly Span[]): { bars: Bar[]; totalMs: number } {
  const beganMs = Math.min(...spans.map(({ startMs }) => startMs));
  const totalMs = Math.max(0.001, ...spans.map(({ endMs }) => endMs - beganMs));
  const known = new Set(spans.map(({ spanId }) => spanId));
  const children = Map.groupBy(spans, ({ parentSpanId }) =>
    parentSpanId !== undefined && known.has(parentSpanId) ? parentSpanId : "",
  );
  const bars: Bar[] = [];
  const seen = new Set<string>();
  const place = (parent: string, depth: number) => {
    for (const span of (children.get(parent) ?? []).toSorted((a, b) => a.startMs - b.startMs)) {
      // A span that claims to lie within itself is shown once.
      if (seen.has(span.spanId)) continue;
      seen.add(span.spanId);
      const afterMs = span.startMs - beganMs;
      const tookMs = Math.max(0, span.endMs - span.startMs);
      const share = { left: afterMs / totalMs, width: tookMs / totalMs };
      bars.push({ span, depth, ...share, afterMs, tookMs });
      place(span.spanId, depth + 1);
    }
  };
  place("", 0);
  return { bars, totalMs };
}
