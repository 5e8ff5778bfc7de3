import { createRoute, z } from "@hono/zod-openapi";
import { armsSchema } from "@slipstream/contracts/experiments";
import { itemIdSchema } from "@slipstream/contracts/identifiers";
import { MAX_LIVE_RAILS } from "@slipstream/contracts/limits";
import { placementSchema } from "@slipstream/contracts/placements";
import { ProblemError } from "@slipstream/contracts/problems";
import { type Rail, railSubscriptionSchema } from "@slipstream/contracts/rail-socket";
import {
  DEADLINE_HEADER,
  type RailQuery,
  railQuerySchema,
  reasonSchema,
} from "@slipstream/contracts/recommend";
import { imageSchema } from "@slipstream/contracts/shop-api";
import type { Context } from "hono";
import { area } from "../api/area.ts";
import { type AppEnv, catalogueOf } from "../app-env.ts";
import { traitsOf } from "../experiments/traits.ts";
import { languageOf } from "../middleware/language.ts";
import { schemaProblem } from "../middleware/problem.ts";
import { readJson } from "../middleware/read-json.ts";
import { readVisitor, refuseForged } from "../middleware/visitor.ts";
import { railsForVisitor } from "../recommend/visitor-rail.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const MAX_BODY_BYTES = 64 * 1024;
const MAX_KEY_LENGTH = 40;
const MAX_DEADLINE_MS = 2_000;
const MAX_EXCLUDED = 100;

const postSchema = railQuerySchema.extend({
  key: z.string().min(1).max(MAX_KEY_LENGTH).optional(),
});

const pageSchema = z.strictObject({
  rails: z
    .array(railSubscriptionSchema.omit({ language: true }))
    .min(1)
    .max(MAX_LIVE_RAILS),
  /** Items that the page has in memory, newest first. */
  context: railQuerySchema.shape.context,
  /** What the visitor does not want to see. */
  exclude: z.array(itemIdSchema).max(MAX_EXCLUDED).optional(),
});

const list = z.preprocess(
  (value) => (typeof value === "string" ? value.split(",").filter(Boolean) : value),
  z.array(itemIdSchema).max(50).optional(),
);
const getSchema = z.object({
  key: z.string().min(1).max(MAX_KEY_LENGTH).optional(),
  placement: placementSchema,
  itemId: itemIdSchema.optional(),
  limit: z.coerce.number().int().min(1).max(60).default(12),
  context: list,
  exclude: list,
});

const railSchema = z
  .object({
    key: z.string(),
    placement: placementSchema,
    requestId: z.string(),
    anchor: z.object({ itemId: z.string(), title: z.string(), slug: z.string() }).optional(),
    cards: z.array(
      z.object({
        itemId: z.string(),
        slug: z.string(),
        title: z.string(),
        priceMinor: z.number().int(),
        currency: z.string(),
        image: imageSchema.optional(),
        tint: z.string().optional(),
        reason: reasonSchema.extend({ title: z.string().optional() }),
        arms: armsSchema.optional(),
        position: z.number().int(),
      }),
    ),
    degraded: z.boolean(),
    stale: z.boolean(),
    arms: armsSchema.optional(),
    title: z.string().optional(),
    hidden: z.boolean().optional(),
    standIn: z.boolean().optional(),
    tried: z.boolean().optional(),
    tookMs: z.number().int().optional(),
    model: z.object({ name: z.string(), version: z.string() }),
  })
  .openapi("Rail") satisfies z.ZodType<Rail>;

const answers = { 200: jsonAnswer(railSchema, "A rail, ready to show"), default: problemAnswer };
const getRoute = createRoute({
  method: "get",
  path: "/api/recommendations",
  summary: "A rail; lists of ids are comma-separated",
  request: { query: getSchema },
  responses: answers,
});

/** Rails by fetch: for a page's start, and for polling where no socket holds. */
export const recommendationRoutes = area().openapi(getRoute, async (context) => {
  const { key, ...query } = context.req.valid("query");
  return context.json(await rail(context, query, key), 200, { "cache-control": "no-store" });
});
recommendationRoutes.openAPIRegistry.registerPath({
  method: "post",
  path: "/api/recommendations",
  summary: "A rail; who asks comes from the cookie",
  request: { body: jsonAnswer(postSchema, "What to recommend") },
  responses: answers,
});
recommendationRoutes.post("/api/recommendations", async (context) => {
  const body = await readJson(context.req.raw, MAX_BODY_BYTES);
  const parsed = postSchema.safeParse(body);
  if (!parsed.success) throw schemaProblem("invalid_request", parsed.error);
  const { key, ...query } = parsed.data;
  return context.json(await rail(context, query, key), 200, { "cache-control": "no-store" });
});

recommendationRoutes.openAPIRegistry.registerPath({
  method: "post",
  path: "/api/recommendations/page",
  summary: "The rails of one page, none of which shows a product of another",
  request: { body: jsonAnswer(pageSchema, "What to recommend") },
  responses: {
    200: jsonAnswer(z.object({ rails: z.array(railSchema) }), "The rails, in the order asked for"),
    default: problemAnswer,
  },
});
recommendationRoutes.post("/api/recommendations/page", async (context) => {
  const body = await readJson(context.req.raw, MAX_BODY_BYTES);
  const parsed = pageSchema.safeParse(body);
  if (!parsed.success) throw schemaProblem("invalid_request", parsed.error);
  const { rails, context: seen, exclude = [] } = parsed.data;
  const asked = rails.map(({ key, exclude: own = [], ...query }) => ({
    key,
    query: {
      ...query,
      ...(seen ? { context: seen } : {}),
      exclude: [...new Set([...exclude, ...own])],
    },
  }));
  const made = await railsOf(context, asked);
  return context.json({ rails: made }, 200, { "cache-control": "no-store" });
});

async function rail(
  context: Context<AppEnv>,
  query: RailQuery,
  key: string = query.placement,
): Promise<Rail> {
  const made = await railsOf(context, [{ key, query }]);
  return made[0]!;
}

async function railsOf(
  context: Context<AppEnv>,
  rails: readonly { key: string; query: RailQuery }[],
): Promise<Rail[]> {
  const { settings, database, shop } = context.var;
  const visitor = await readVisitor(context.req.raw, settings, shop.id);
  refuseForged(visitor);
  for (const { query } of rails) {
    if (query.itemId === undefined) continue;
    const catalogue = await catalogueOf(context);
    if (!catalogue.visibility(query.itemId)) await catalogue.recheck();
    if (!catalogue.visibility(query.itemId)) throw new ProblemError("unknown_product");
  }
  const made = await railsForVisitor(
    {
      settings,
      database,
      language: languageOf(context.req.raw),
      waitUntil: (work) => context.executionCtx.waitUntil(work),
    },
    {
      env: context.env,
      shop: shop.id,
      visitor,
      traits: traitsOf(context.req.raw),
      rails,
      deadlineMs: deadlineOf(context),
    },
  );
  return made.map((each) => each.rail);
}

function deadlineOf(context: Context<AppEnv>): number {
  const asked = Number(context.req.header(DEADLINE_HEADER));
  const { RECOMMEND_DEADLINE_MS } = context.var.settings;
  return asked > 0 ? Math.min(asked, MAX_DEADLINE_MS) : RECOMMEND_DEADLINE_MS;
}
