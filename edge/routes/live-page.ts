import { createRoute, z } from "@hono/zod-openapi";
import { eventIdSchema, itemIdSchema } from "@slipstream/contracts/identifiers";
import {
  liveMapSchema,
  liveTraceSchema,
  MAX_PLACE_CONTEXT,
  sessionPlaceSchema,
} from "@slipstream/contracts/live-api";
import { ProblemError } from "@slipstream/contracts/problems";
import type { MiddlewareHandler } from "hono";
import { area } from "../api/area.ts";
import { type AppEnv, catalogueOf } from "../app-env.ts";
import { hubOf } from "../hub/name.ts";
import { keptLiveMap } from "../live/kept-map.ts";
import { readLiveMap, readPlace } from "../live/model-map.ts";
import { readLiveTrace } from "../live/read-trace.ts";
import { limitLivePage } from "../middleware/rate-limit.ts";
import { followedVisitor, readVisitor, refuseForged } from "../middleware/visitor.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const limited: MiddlewareHandler<AppEnv> = async (context, next) => {
  await limitLivePage(context.var.settings, context.req.raw);
  await next();
};

const own = { "cache-control": "no-store" };
/** The same for everybody, and it moves slowly. */
const shared = { "cache-control": "public, max-age=10" };

const mapRoute = createRoute({
  method: "get",
  path: "/api/live/map",
  middleware: limited,
  summary: "The catalogue's vectors on a plane: at most 2,000 products",
  responses: { 200: jsonAnswer(liveMapSchema, "The map"), default: problemAnswer },
});

const placeRoute = createRoute({
  method: "get",
  path: "/api/live/place",
  middleware: limited,
  summary: "Where one's own session points on that plane; who asks comes from the cookie",
  request: {
    query: z.object({
      context: z
        .string()
        .default("")
        .transform((text) => text.split(",").filter(Boolean))
        .pipe(z.array(itemIdSchema).max(MAX_PLACE_CONTEXT))
        .openapi({
          type: "string",
          description: "Products that the page has in memory, newest first, with commas",
        }),
    }),
  },
  responses: { 200: jsonAnswer(sessionPlaceSchema, "The place"), default: problemAnswer },
});

const traceRoute = createRoute({
  method: "get",
  path: "/api/live/trace/{eventId}",
  middleware: limited,
  summary: "When an event was where, if its sender asked for a trace named by the event's id",
  request: { params: z.object({ eventId: eventIdSchema }) },
  responses: {
    200: jsonAnswer(liveTraceSchema, "As far as it is known yet"),
    default: problemAnswer,
  },
});

/** What the page that shows the loop at work asks for. */
export const livePageRoutes = area()
  .openapi(mapRoute, async (context) => {
    const { settings, shop } = context.var;
    const map = await keptLiveMap(shop.id, async () =>
      readLiveMap(settings, shop.id, await catalogueOf(context)),
    );
    return context.json(map, 200, shared);
  })
  .openapi(placeRoute, async (context) => {
    const { settings, shop } = context.var;
    const visitor = await readVisitor(context.req.raw, settings, shop.id);
    refuseForged(visitor);
    const visitorId = followedVisitor(visitor);
    const place = await readPlace(settings, {
      shop: shop.id,
      who:
        visitorId === undefined
          ? undefined
          : {
              visitorId,
              sessionId: await hubOf(context.env, shop.id, visitorId).sessionOf(visitorId),
            },
      context: context.req.valid("query").context,
    });
    return context.json(place, 200, own);
  })
  .openapi(traceRoute, async (context) => {
    const { settings, shop } = context.var;
    const { eventId } = context.req.valid("param");
    try {
      return context.json(await readLiveTrace(settings, shop.id, eventId), 200, own);
    } catch (cause) {
      throw new ProblemError("traces_unavailable", { retryAfterSeconds: 2, cause });
    }
  });
