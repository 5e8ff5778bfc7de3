import { createRoute } from "@hono/zod-openapi";
import { vitalsReportSchema } from "@slipstream/contracts/web-vitals";
import { area } from "../api/area.ts";
import { isDeclaredBot } from "../events/declared-bot.ts";
import { limitVitals } from "../middleware/rate-limit.ts";
import { readVisitor } from "../middleware/visitor.ts";
import { countVitals } from "../vitals/vital-counts.ts";
import { jsonBody, noContent, problemAnswer } from "./answers.ts";

const vitalsRoute = createRoute({
  method: "post",
  path: "/api/vitals",
  summary: "What a page measured of itself; counted for visitors who agreed, and only in sums",
  request: { body: jsonBody(vitalsReportSchema) },
  responses: { 204: noContent("Heard"), default: problemAnswer },
});

/** Web vitals of real visitors. They are about pages, not about people: no model ever sees them. */
export const vitalsRoutes = area().openapi(vitalsRoute, async (context) => {
  const { settings, shop } = context.var;
  const request = context.req.raw;
  await limitVitals(settings, request);
  const { consent, forged } = await readVisitor(request, settings, shop.id);
  const counts = consent === "granted" && !forged;
  if (counts && !isDeclaredBot(request.headers.get("user-agent") ?? undefined)) {
    context.executionCtx.waitUntil(countVitals(settings, shop.id, context.req.valid("json")));
  }
  return context.body(null, 204);
});
