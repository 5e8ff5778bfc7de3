import { createRoute, z } from "@hono/zod-openapi";
import { ProblemError } from "@slipstream/contracts/problems";
import { tracesSchema } from "@slipstream/contracts/tracing/kept-traces";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { EXPOSITION_TYPE, exposition } from "../metrics/exposition.ts";
import { readHubs } from "../ops/status.ts";
import { readTraces } from "../ops/traces.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const metricsRoute = createRoute({
  method: "get",
  path: "/api/ops/metrics",
  ...guarded("operations", "read"),
  summary: "The edge's figures of this shop, for Prometheus: with an API key as bearer token",
  responses: {
    200: {
      description: "Prometheus' text format",
      content: { "text/plain": { schema: z.string() } },
    },
    default: problemAnswer,
  },
});

const tracesRoute = createRoute({
  method: "get",
  path: "/api/ops/traces",
  ...guarded("operations", "read"),
  summary: "The slowest recent traces from event to pushed rail",
  responses: { 200: jsonAnswer(tracesSchema, "The slowest first"), default: problemAnswer },
});

/** What the edge tells of its own work. */
export const telemetryRoutes = area()
  .openapi(metricsRoute, async (context) => {
    const { env } = context;
    const shop = context.var.shop.id;
    const [sums, hubs] = await Promise.all([
      env.EDGE_METRICS.getByName(shop).read(),
      readHubs(env, shop, { ms: 0 }),
    ]);
    context.header("cache-control", "no-store");
    return context.text(exposition({ shop, sums, hubs }), 200, { "content-type": EXPOSITION_TYPE });
  })
  .openapi(tracesRoute, async (context) => {
    const { settings, shop } = context.var;
    context.header("cache-control", "no-store");
    try {
      return context.json({ traces: await readTraces(settings, shop.id) }, 200);
    } catch (cause) {
      throw new ProblemError("traces_unavailable", { retryAfterSeconds: 2, cause });
    }
  });
