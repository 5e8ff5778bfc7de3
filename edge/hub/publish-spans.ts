import {
  formatTraceparent,
  newSpanId,
  parseTraceparent,
} from "@slipstream/contracts/tracing/context";
import type { SpanBuffer } from "@slipstream/contracts/tracing/span-buffer";
import type { IncomingEvent } from "./accept.ts";

/** Traced events that are on their way to JetStream. */
const MAX_OPEN = 500;

interface Open {
  parentSpanId: string;
  startMs: number;
  shop: string;
}

/** Spans from the acceptance of traced events to JetStream's acknowledgement. */
export class PublishSpans {
  readonly #buffer: SpanBuffer;
  readonly #open = new Map<string, Open>();
  #ended = false;

  constructor(buffer: SpanBuffer) {
    this.#buffer = buffer;
  }

  /** The `traceparent` that an event carries on the stream: one of a span of ours if it is sampled. */
  begin({ traceparent, shop }: IncomingEvent, nowMs: number): string | undefined {
    const parent = parseTraceparent(traceparent);
    if (!parent?.sampled || this.#open.size >= MAX_OPEN) return traceparent;
    const carried = formatTraceparent({ ...parent, spanId: newSpanId() });
    this.#open.set(carried, { parentSpanId: parent.spanId, startMs: nowMs, shop });
    return carried;
  }

  /** Whether any ended since this was asked last. */
  hasEnded(): boolean {
    const ended = this.#ended;
    this.#ended = false;
    return ended;
  }

  /** JetStream has what carried this. */
  end(traceparent: string): void {
    const open = this.#open.get(traceparent);
    const context = parseTraceparent(traceparent);
    if (!open || !context) return;
    this.#open.delete(traceparent);
    this.#ended = true;
    this.#buffer.add({
      ...open,
      traceId: context.traceId,
      spanId: context.spanId,
      service: "edge",
      kind: "producer",
      name: "publish EVENTS",
      endMs: Date.now(),
      attributes: {
        "messaging.system": "nats",
        "messaging.operation.name": "publish",
        "messaging.operation.type": "send",
        "messaging.destination.name": "EVENTS",
      },
    });
  }
}
