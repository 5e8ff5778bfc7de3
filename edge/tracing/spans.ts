import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import { toReadableSpans } from "@slipstream/contracts/tracing/otlp";
import { redisSink } from "@slipstream/contracts/tracing/sinks";
import { SpanBuffer, type SpanSink } from "@slipstream/contracts/tracing/span-buffer";
import type { Redis } from "@upstash/redis/cloudflare";
import type { Settings } from "../env.ts";
import { openRedis } from "../redis.ts";

const TIMEOUT_MS = 5_000;

let buffer: SpanBuffer | undefined;

/** This isolate's spans of kept traces, on their way to Redis, and to a collector if one is named. */
export function spansOf(settings: Settings): SpanBuffer {
  if (buffer) return buffer;
  const redis = tracesRedis(settings);
  const collector = collectorSink(settings);
  buffer = new SpanBuffer([redisSink(redis), ...(collector ? [collector] : [])]);
  return buffer;
}

/** Where spans lie, as text. */
export function tracesRedis(settings: Settings): Redis {
  return openRedis(settings, { raw: true });
}

/** OTLP over HTTP, as JSON: OpenTelemetry's own serialiser, and `fetch`, which every edge has. */
function collectorSink(settings: Settings): SpanSink | undefined {
  const endpoint = settings.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!endpoint) return undefined;
  const url = `${endpoint.replace(/\/$/, "")}/v1/traces`;
  const headers = {
    ...Object.fromEntries(pairsOf(settings.OTEL_EXPORTER_OTLP_HEADERS)),
    "content-type": "application/json",
  };
  return async (spans) => {
    const body = new TextDecoder().decode(
      JsonTraceSerializer.serializeRequest(toReadableSpans(spans)),
    );
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { method: "POST", headers, body, signal });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the collector answered ${response.status}`);
  };
}

/** `name=value,name=value`, values percent-encoded, as OpenTelemetry's variable has them. */
function pairsOf(text: string): [string, string][] {
  return text
    .split(",")
    .map((pair) => pair.split("="))
    .filter(([name]) => name)
    .map(([name = "", ...value]) => [name.trim(), decodeURIComponent(value.join("=").trim())]);
}
