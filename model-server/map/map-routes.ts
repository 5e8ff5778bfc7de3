import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { itemIdSchema, opaqueIdSchema, visitorIdSchema } from "@slipstream/contracts/identifiers";
import {
  MAX_PLACE_CONTEXT,
  type SessionPlace,
  type ShopMap,
  sessionPlaceSchema,
  shopMapSchema,
} from "@slipstream/contracts/live-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { issuesOf } from "../problem-response.ts";

const context = z
  .string()
  .default("")
  .transform((text) => text.split(",").filter(Boolean))
  .pipe(z.array(itemIdSchema).max(MAX_PLACE_CONTEXT));

const placeQuery = z.object({
  shop: z.string(),
  visitorId: visitorIdSchema.optional(),
  sessionId: opaqueIdSchema.optional(),
  context,
});

/** What answers; both throw ProblemError for an unknown shop or one that is not loaded yet. */
export interface MapParts {
  map: (request: { shop: string }) => Promise<ShopMap>;
  place: (request: z.output<typeof placeQuery>) => Promise<SessionPlace>;
}

const mapRoute = createRoute({
  method: "get",
  path: "/v1/map",
  summary: "At most 2,000 products on the plane in which the shop's vectors lie widest",
  request: { query: z.object({ shop: z.string() }) },
  responses: {
    200: {
      description: "The map; without vectors it is empty",
      content: { "application/json": { schema: shopMapSchema } },
    },
  },
});

const placeRoute = createRoute({
  method: "get",
  path: "/v1/place",
  summary: "Where a session points on the map; products of the page, newest first, with commas",
  request: { query: placeQuery },
  responses: {
    200: {
      description: "The place",
      content: { "application/json": { schema: sessionPlaceSchema } },
    },
  },
});

/** The catalogue and a session as places on a map. */
export function mapRoutes(parts: MapParts): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) {
        throw new ProblemError("invalid_request", { issues: issuesOf(result.error) });
      }
    },
  });
  app.openapi(mapRoute, async (call) => call.json(await parts.map(call.req.valid("query")), 200));
  app.openapi(placeRoute, async (call) =>
    call.json(await parts.place(call.req.valid("query")), 200),
  );
  return app;
}
