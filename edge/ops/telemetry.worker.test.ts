import { formatTraceparent, parseTraceparent } from "@slipstream/contracts/tracing/context";
import { expect, test } from "vitest";
import { edgeMetrics } from "../metrics/definitions.ts";
import { tellTally } from "../metrics/tally.ts";
import { signedIn } from "../testing/accounts.ts";
import {
  bindings,
  call,
  cookiesOf,
  eventually,
  newVisitorId,
  sendAs,
  services,
  storedMessagesOf,
  view,
} from "../testing/client.ts";

const text = async () => {
  const { headers } = await signedIn({ roles: ["ops"] });
  return (await call("/api/ops/metrics", { headers })).text();
};

/** Value of a series in Prometheus' text. */
function figureOf(metrics: string, name: string, label: string): number {
  const line = metrics
    .split("\n")
    .find((each) => each.startsWith(`${name}{`) && each.includes(label));
  return Number(line?.split(" ").at(-1) ?? Number.NaN);
}

test("requests of all isolates are summed by route and code, and hubs by shard", async () => {
  await sendAs(newVisitorId(), [view("p1"), view("p2")]);
  await sendAs(newVisitorId(), [view("p1", { type: "stare" })]);
  const { name } = edgeMetrics.httpDuration;
  const metrics = await eventually(async () => {
    await tellTally(bindings);
    const found = await text();
    return found.includes('http_response_status_code="422"') ? found : undefined;
  });
  const route = 'shop="demo",http_request_method="POST",http_route="/api/events"';
  const accepted = `${route},http_response_status_code="202"`;
  const count = figureOf(metrics, `${name}_count`, accepted);
  expect(count).toBeGreaterThanOrEqual(1);
  expect(figureOf(metrics, `${name}_bucket`, `${accepted},le="+Inf"`)).toBe(count);
  const shards = Array.from({ length: 16 }, (_, shard) =>
    figureOf(metrics, edgeMetrics.accepted.name, `shard="${shard}"`),
  );
  expect(shards.reduce((sum, each) => sum + each)).toBeGreaterThanOrEqual(2);
  for (const { name: each } of Object.values(edgeMetrics))
    expect(metrics).toContain(`# TYPE ${each} `);
});

test("figures are for those who run the shop, or a key that says so", async () => {
  expect((await call("/api/ops/metrics")).status).toBe(401);
  const headers = { authorization: `Bearer ${services.weakApiKey}` };
  expect((await call("/api/ops/traces", { headers })).status).toBe(403);
});

test("a sampled event is traced from the browser to the stream, under one trace", async () => {
  const visitorId = newVisitorId();
  const given = { traceId: crypto.randomUUID().replaceAll("-", ""), spanId: "00f067aa0ba902b7" };
  const traceparent = formatTraceparent({ ...given, sampled: true });
  const cookie = await cookiesOf(visitorId);
  await call("/api/events", { body: { events: [view("p1")] }, headers: { cookie, traceparent } });
  const [message] = await eventually(async () => {
    const stored = await storedMessagesOf([visitorId]);
    return stored.length > 0 ? stored : undefined;
  });
  const carried = parseTraceparent(message?.traceparent);
  expect(carried).toMatchObject({ traceId: given.traceId, sampled: true });
  expect(message?.event.traceparent).toBe(message?.traceparent);
});
