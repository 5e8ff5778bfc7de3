import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { afterAll, expect, test } from "vitest";
import { exporterSink } from "./sinks.ts";
import type { Span } from "./span.ts";
import { SpanBuffer } from "./span-buffer.ts";

/** What a collector is told, and what it answers. */
const told: { path: string | undefined; body: unknown }[] = [];
let status = 200;
const collector = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  told.push({ path: request.url, body: JSON.parse(body) });
  response.writeHead(status, { "content-type": "application/json" }).end("{}");
});
await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
const { port } = collector.address() as AddressInfo;
const exporter = new OTLPTraceExporter({ url: `http://127.0.0.1:${port}/v1/traces` });
afterAll(async () => {
  await exporter.shutdown();
  collector.closeAllConnections();
  collector.close();
});

const traceId = "0af7651916cd43dd8448eb211c80319c";
const common = { traceId, shop: "demo" };
const spans: Span[] = [
  {
    ...{ ...common, service: "browser", kind: "client", name: "event sent" },
    ...{ spanId: "00f067aa0ba902b7", startMs: 1_760_000_000_000.25, endMs: 1_760_000_000_004 },
  },
  {
    ...{ ...common, service: "stream", kind: "consumer", name: "process EVENTS" },
    ...{ spanId: "b9c7c989f97918e1", parentSpanId: "00f067aa0ba902b7" },
    ...{ startMs: 1_760_000_000_006, endMs: 1_760_000_000_009.5 },
    attributes: { "messaging.system": "nats" },
  },
];

test("a collector gets spans as OTLP, under the services that made them", async () => {
  const buffer = new SpanBuffer([exporterSink(exporter)]);
  buffer.add(...spans);
  await buffer.flush();
  expect(buffer.figures).toEqual({ kept: 2, dropped: 0, failed: 0 });
  expect(told).toHaveLength(1);
  const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const resource = (service: string) => ({
    attributes: [text("service.name", service), text("service.namespace", "slipstream")],
  });
  expect(told[0]).toMatchObject({
    path: "/v1/traces",
    body: {
      resourceSpans: [
        {
          resource: resource("browser"),
          scopeSpans: [
            {
              scope: { name: "slipstream" },
              spans: [
                {
                  ...{ traceId, spanId: "00f067aa0ba902b7", name: "event sent", kind: 3 },
                  startTimeUnixNano: "1760000000000250000",
                  endTimeUnixNano: "1760000000004000000",
                },
              ],
            },
          ],
        },
        {
          resource: resource("stream"),
          scopeSpans: [
            {
              spans: [
                {
                  ...{ traceId, parentSpanId: "00f067aa0ba902b7", kind: 5 },
                  attributes: [text("slipstream.shop", "demo"), text("messaging.system", "nats")],
                },
              ],
            },
          ],
        },
      ],
    },
  });
});

test("what a collector does not take is counted, and stops nothing", async () => {
  status = 400;
  const kept: Span[] = [];
  const keep = async (some: readonly Span[]) => void kept.push(...some);
  const buffer = new SpanBuffer([exporterSink(exporter), keep]);
  buffer.add(...spans);
  await buffer.flush();
  expect(buffer.figures).toEqual({ kept: 2, dropped: 0, failed: 2 });
  expect(kept).toEqual(spans);
});
