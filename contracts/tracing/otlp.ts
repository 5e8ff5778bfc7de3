import type { HrTime } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import type { Service, Span } from "./span.ts";

/** OpenTelemetry's numbers of kinds, as its API has them. */
const kinds: Record<Span["kind"], number> = {
  internal: 0,
  server: 1,
  client: 2,
  producer: 3,
  consumer: 4,
};
const scope = { name: "slipstream" };

type Resource = ReadableSpan["resource"];
const resources = new Map<Service, Resource>();

/** Spans as OpenTelemetry's own exporters and serialisers take them. */
export function toReadableSpans(spans: readonly Span[]): ReadableSpan[] {
  return spans.map(toReadableSpan);
}

function toReadableSpan(span: Span): ReadableSpan {
  const { traceId, spanId, parentSpanId, startMs, endMs, shop } = span;
  const context = { traceId, spanId, traceFlags: 1 };
  return {
    name: span.name,
    kind: kinds[span.kind],
    spanContext: () => context,
    ...(parentSpanId ? { parentSpanContext: { ...context, spanId: parentSpanId } } : {}),
    startTime: hrTime(startMs),
    endTime: hrTime(endMs),
    duration: hrTime(Math.max(0, endMs - startMs)),
    status: { code: 0 },
    attributes: { "slipstream.shop": shop, ...span.attributes },
    links: [],
    events: [],
    ended: true,
    resource: resourceOf(span.service),
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** One object for each service: serialisers group by identity. */
function resourceOf(service: Service): Resource {
  const known = resources.get(service);
  if (known) return known;
  const attributes = { "service.name": service, "service.namespace": "slipstream" };
  const resource: Resource = {
    attributes,
    merge: () => resource,
    getRawAttributes: () => Object.entries(attributes),
  };
  resources.set(service, resource);
  return resource;
}

function hrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}
