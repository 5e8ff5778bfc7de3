import {
  formatTraceparent,
  isSlow,
  newSpanId,
  parseTraceparent,
  traceIdOfEvent,
} from "@slipstream/contracts/tracing/context";
import type { Span } from "@slipstream/contracts/tracing/span";
import type { SpanBuffer } from "@slipstream/contracts/tracing/span-buffer";
import type { LoggedEvent } from "../processor/logged-event.ts";
import type { StageTime } from "../turns/stage-times.ts";

/** Events of one turn whose spans are kept at most. */
const MAX_PER_TURN = 8;

/**
 * Spans of turns, made after the fact from the times that are measured anyway: an event that is
 * neither sampled nor slow costs two comparisons.
 */
export class Tracing {
  readonly #buffer: SpanBuffer;
  readonly #slowMs: number;
  readonly #origin = performance.timeOrigin;

  /** @param slowMs an event that took longer up to here is kept, sampled or not */
  constructor(options: { buffer: SpanBuffer; slowMs: number }) {
    this.#buffer = options.buffer;
    this.#slowMs = options.slowMs;
  }

  get figures(): SpanBuffer["figures"] {
    return this.#buffer.figures;
  }

  /**
   * Keeps what a turn did to those of its events that are to be kept. Answers, by event id, the
   * `traceparent` under which what follows belongs.
   */
  noteTurn(events: readonly LoggedEvent[], stages: readonly StageTime[]): Map<string, string> {
    const kept = new Map<string, string>();
    const nowMs = Date.now();
    for (const { event, partition } of events) {
      if (kept.size >= MAX_PER_TURN) break;
      const { receivedAt } = event;
      const isLate = event.live === true && isSlow({ receivedAt, nowMs, slowMs: this.#slowMs });
      if (event.traceparent === undefined && !isLate) continue;
      const parent = parseTraceparent(event.traceparent);
      if (!isLate && !parent?.sampled) continue;
      const traceId = parent?.traceId ?? traceIdOfEvent(event.id);
      if (!this.#buffer.admits(traceId, nowMs)) continue;
      const spanId = newSpanId();
      const common = { traceId, service: "stream" as const, shop: event.shop };
      const parentSpanId = parent && { parentSpanId: parent.spanId };
      this.#buffer.add(
        ...this.#spansOf(stages, common, { spanId, parentSpanId, event, partition }),
      );
      kept.set(event.id, formatTraceparent({ traceId, spanId, sampled: true }));
    }
    return kept;
  }

  /** A call to the edge that told of one changed session. */
  noteAnnouncement(of: { traceparent: string; shop: string; startedAtMs: number }): void {
    const context = parseTraceparent(of.traceparent);
    if (context === undefined) return;
    this.#buffer.add({
      traceId: context.traceId,
      spanId: newSpanId(),
      parentSpanId: context.spanId,
      service: "stream",
      shop: of.shop,
      kind: "client",
      name: "POST /internal/announcements",
      startMs: this.#origin + of.startedAtMs,
      endMs: this.#origin + performance.now(),
    });
  }

  #spansOf(
    stages: readonly StageTime[],
    common: Pick<Span, "traceId" | "service" | "shop">,
    own: {
      spanId: string;
      parentSpanId: { parentSpanId: string } | undefined;
      event: Pick<LoggedEvent["event"], "type" | "receivedAt">;
      partition: number;
    },
  ): Span[] {
    const timed = stages.map(({ stage, startedAtMs, endedAtMs }) => ({
      name: stage,
      startMs: this.#origin + startedAtMs,
      endMs: this.#origin + endedAtMs,
    }));
    const inside = timed.filter(({ name }) => name !== "deliver");
    const [first, last] = [inside[0], inside.at(-1)];
    if (first === undefined || last === undefined) return [];
    const attributes = {
      "messaging.system": "nats",
      "messaging.operation.name": "process",
      "messaging.operation.type": "process",
      "messaging.destination.name": "EVENTS",
      "messaging.destination.partition.id": String(own.partition),
      "messaging.consumer.group.name": "processor",
      "slipstream.event.type": own.event.type,
    };
    const { startMs } = first;
    const whole = { name: "process EVENTS", startMs, endMs: last.endMs, attributes };
    return [
      ...timed
        .filter(({ name }) => name === "deliver")
        .map((deliver) => ({
          ...common,
          ...deliver,
          // A turn waits since its first event was stored: this one may have come later.
          startMs: Math.min(deliver.endMs, Math.max(deliver.startMs, own.event.receivedAt)),
          name: "receive EVENTS",
          kind: "consumer" as const,
          spanId: newSpanId(),
          ...own.parentSpanId,
        })),
      { ...common, ...whole, kind: "consumer", spanId: own.spanId, ...own.parentSpanId },
      ...inside.map((stage) => ({
        ...common,
        ...stage,
        kind: "internal" as const,
        spanId: newSpanId(),
        parentSpanId: own.spanId,
      })),
    ];
  }
}
