import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { exporterSink, redisSink } from "./sinks.ts";
import { SpanBuffer } from "./span-buffer.ts";

const FLUSH_MS = 1_000;

export interface Spans {
  buffer: SpanBuffer;
  /** Sends what waits. */
  close(): Promise<void>;
}

/**
 * The spans' way out: into Redis for a while, and to a collector where one is named. The exporter
 * reads OpenTelemetry's own variables (endpoint, headers, timeout, compression) by itself.
 */
export function openSpans(options: {
  redis: Parameters<typeof redisSink>[0];
  endpoint: string | undefined;
}): Spans {
  const exporter = options.endpoint === undefined ? undefined : new OTLPTraceExporter();
  const sinks = [redisSink(options.redis), ...(exporter ? [exporterSink(exporter)] : [])];
  const buffer = new SpanBuffer(sinks);
  const flushing = setInterval(() => void buffer.flush(), FLUSH_MS);
  return {
    buffer,
    async close() {
      clearInterval(flushing);
      await buffer.flush();
      await exporter?.shutdown();
    },
  };
}
