import {
  formatTraceparent,
  newSpanId,
  parseTraceparent,
  type TraceContext,
} from "@slipstream/contracts/tracing/context";
import type { Span } from "@slipstream/contracts/tracing/span";
import type { Settings } from "../env.ts";
import { isSampled } from "./sampling.ts";
import { spansOf } from "./spans.ts";

/** A browser's clock that is further off says nothing about how long the way was. */
const MAX_WAY_MS = 10_000;

/** The trace of one request with events, which is kept. */
export class EventTrace {
  readonly #settings: Settings;
  readonly #parent: TraceContext;
  readonly #spanId = newSpanId();

  private constructor(settings: Settings, parent: TraceContext) {
    this.#settings = settings;
    this.#parent = parent;
  }

  /** Begins one if the caller's trace is sampled, or it is this one's turn; else nothing is kept. */
  static begin(
    settings: Settings,
    header: string | undefined,
    nowMs: number,
  ): EventTrace | undefined {
    const given = parseTraceparent(header);
    const isKept = given?.sampled || isSampled(settings.OTEL_TRACES_SAMPLER_ARG, nowMs);
    if (!isKept) return undefined;
    const traceId = given?.traceId ?? crypto.randomUUID().replaceAll("-", "");
    if (!spansOf(settings).admits(traceId, nowMs)) return undefined;
    const spanId = given?.spanId ?? newSpanId();
    return new EventTrace(settings, { traceId, spanId, sampled: true });
  }

  /** What the events carry on. */
  get traceparent(): string {
    return formatTraceparent({ ...this.#parent, spanId: this.#spanId });
  }

  /** Keeps the browser's part, as far as its clock tells, and the edge's. */
  end(of: {
    shop: string;
    receivedAt: number;
    occurredAt: number | undefined;
    status: number;
  }): void {
    const { shop, receivedAt, occurredAt } = of;
    const { traceId, spanId } = this.#parent;
    const wayMs = receivedAt - (occurredAt ?? receivedAt);
    const common = { traceId, shop };
    const browser: Span = {
      ...common,
      spanId,
      service: "browser",
      kind: "client",
      name: "event sent",
      startMs: wayMs > 0 && wayMs < MAX_WAY_MS ? receivedAt - wayMs : receivedAt,
      endMs: receivedAt,
    };
    const request: Span = {
      ...common,
      spanId: this.#spanId,
      parentSpanId: spanId,
      service: "edge",
      kind: "server",
      name: "POST /api/events",
      startMs: receivedAt,
      endMs: Date.now(),
      attributes: {
        "http.request.method": "POST",
        "http.route": "/api/events",
        "http.response.status_code": of.status,
      },
    };
    spansOf(this.#settings).add(browser, request);
  }
}
