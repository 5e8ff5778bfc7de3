import type { Health } from "@slipstream/contracts/health";
import { httpDurations } from "@slipstream/contracts/http-durations";
import { Hono } from "hono";
import type { Registry } from "prom-client";
import type { StatusReader } from "./status.ts";

/** `GET /health`, `/metrics` and `/status` of the stream processor. */
export function createHttp(parts: {
  health: () => Promise<Health>;
  metrics: Registry;
  status: StatusReader;
  /** What dashboards ask besides. */
  ops: Hono;
}): Hono {
  const app = new Hono();
  app.use(httpDurations(parts.metrics));
  app.get("/health", async (context) => {
    const health = await parts.health();
    return context.json(health, health.state === "down" ? 503 : 200);
  });
  app.get("/metrics", async (context) => {
    context.header("content-type", parts.metrics.contentType);
    return context.body(await parts.metrics.metrics());
  });
  app.get("/status", async (context) => context.json(await parts.status.read()));
  app.route("/", parts.ops);
  return app;
}
