import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { keepSpans } from "./kept-traces.ts";
import { toReadableSpans } from "./otlp.ts";
import type { SpanSink } from "./span-buffer.ts";

/** What OpenTelemetry's exporters have in common; `code` 0 is success. */
interface Exporter {
  export(
    spans: ReadableSpan[],
    done: (result: { code: number; error?: Error | undefined }) => void,
  ): void;
}

/** Sends spans through one of OpenTelemetry's exporters. */
export function exporterSink(exporter: Exporter): SpanSink {
  return (spans) =>
    new Promise((resolve, reject) => {
      exporter.export(toReadableSpans(spans), ({ code, error }) => {
        if (code === 0) resolve();
        else reject(error ?? new Error("the collector did not take the spans"));
      });
    });
}

type KeepingPipeline = Parameters<typeof keepSpans>[0] & { exec(): Promise<unknown> };

/** Keeps spans in Redis for a while, for the page that shows them. */
export function redisSink(redis: { pipeline(): KeepingPipeline }): SpanSink {
  return async (spans) => {
    const pipeline = redis.pipeline();
    keepSpans(pipeline, spans);
    await pipeline.exec();
  };
}
