import type { Span } from "./span.ts";

/** Spans that wait; what comes beyond is dropped, and counted. */
const MAX_WAITING = 2_000;
/** Traces that one process begins to keep in one second: a backlog makes everything slow at once. */
const MAX_TRACES_PER_SECOND = 20;

/** Takes spans away; rejects when it could not. */
export type SpanSink = (spans: readonly Span[]) => Promise<void>;

/** Spans of kept traces on their way out of a process, bounded in rate and number. */
export class SpanBuffer {
  readonly figures = { kept: 0, dropped: 0, failed: 0 };
  readonly #sinks: readonly SpanSink[];
  #waiting: Span[] = [];
  #second = 0;
  #traces = new Set<string>();

  constructor(sinks: readonly SpanSink[]) {
    this.#sinks = sinks;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Whether there is room for a trace in this second. */
  admits(traceId: string, nowMs: number): boolean {
    const second = Math.floor(nowMs / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#traces = new Set();
    }
    if (!this.#traces.has(traceId) && this.#traces.size >= MAX_TRACES_PER_SECOND) return false;
    this.#traces.add(traceId);
    return true;
  }

  add(...spans: Span[]): void {
    const room = MAX_WAITING - this.#waiting.length;
    this.#waiting.push(...spans.slice(0, room));
    this.figures.kept += Math.min(room, spans.length);
    this.figures.dropped += Math.max(0, spans.length - room);
  }

  /** Hands what waits to every sink. Never rejects: a trace is not worth a fault. */
  async flush(): Promise<void> {
    const spans = this.#waiting;
    if (spans.length === 0) return;
    this.#waiting = [];
    const results = await Promise.allSettled(this.#sinks.map((sink) => sink(spans)));
    if (results.some(({ status }) => status === "rejected")) this.figures.failed += spans.length;
  }
}
