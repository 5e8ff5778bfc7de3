import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { exporterSink, redisSink } from "@slipstream/contracts/tracing/sinks";
import { SpanBuffer } from "@slipstream/contracts/tracing/span-buffer";
import type { Redis } from "ioredis";
import type { Environment } from "../env.ts";
import { Tracing } from "./tracing.ts";

const FLUSH_MS = 1_000;

/**
 * The spans' way out: into Redis for a while, and to a collector where one is named. The exporter
 * reads OpenTelemetry's own variables (endpoint, headers, timeout, compression) by itself.
 */
export function openTracing(
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, TRACE_SLOW_MS: slowMs }: Environment,
  redis: Redis,
): { tracing: Tracing; close(): Promise<void> } {
  const exporter = endpoint === undefined ? undefined : new OTLPTraceExporter();
  const buffer = new SpanBuffer([redisSink(redis), ...(exporter ? [exporterSink(exporter)] : [])]);
  const flushing = setInterval(() => void buffer.flush(), FLUSH_MS);
  return {
    tracing: new Tracing({ buffer, slowMs }),
    async close() {
      clearInterval(flushing);
      await buffer.flush();
      await exporter?.shutdown();
    },
  };
}
