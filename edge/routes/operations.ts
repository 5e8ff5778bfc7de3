import { createRoute } from "@hono/zod-openapi";
import { healthSchema } from "@slipstream/contracts/health";
import { opsStatusSchema } from "@slipstream/contracts/ops-status";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { readHealth } from "../ops/health.ts";
import { readOpsStatus } from "../ops/status.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const healthRoute = createRoute({
  method: "get",
  path: "/api/health",
  summary: "Each part, with its state; 503 when the shop cannot work",
  responses: {
    200: jsonAnswer(healthSchema, "The shop works, perhaps less well"),
    503: jsonAnswer(healthSchema, "The shop does not work"),
    default: problemAnswer,
  },
});

const statusRoute = createRoute({
  method: "get",
  path: "/api/ops/status",
  ...guarded("operations", "read"),
  summary: "The whole loop at one moment",
  responses: { 200: jsonAnswer(opsStatusSchema, "The loop"), default: problemAnswer },
});

/** What those who run the shop look at. */
export const operationsRoutes = area()
  .openapi(healthRoute, async (context) => {
    const health = await readHealth(context.var.settings, context.var.database);
    context.header("cache-control", "no-store");
    return context.json(health, health.state === "down" ? 503 : 200);
  })
  .openapi(statusRoute, async (context) => {
    const { settings, database, shop } = context.var;
    const status = await readOpsStatus({ env: context.env, settings, database, shop: shop.id });
    context.header("cache-control", "no-store");
    return context.json(status, 200);
  });
