import { createRoute, z } from "@hono/zod-openapi";
import {
  letterListSchema,
  lettersDiscardInputSchema,
  lettersDoneSchema,
  lettersReplayInputSchema,
} from "@slipstream/contracts/dead-letters";
import { freeTextSchema } from "@slipstream/contracts/free-text";
import { historyQuerySchema, opsHistorySchema } from "@slipstream/contracts/ops-history";
import { systemStatusSchema } from "@slipstream/contracts/system-status";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { listDeadLetters, workOnDeadLetters } from "../ops/dead-letters.ts";
import { readHistory } from "../ops/history.ts";
import { readSystem } from "../ops/system.ts";
import { jsonAnswer, jsonBody, problemAnswer } from "./answers.ts";

const MAX_PAGE = 10_000;
const tags = ["Operations"];
const noStore = { "cache-control": "no-store" };

const historyRoute = createRoute({
  method: "get",
  path: "/api/ops/history",
  tags,
  summary: "How the stream stood in a time of the last two days",
  ...guarded("operations", "read"),
  request: { query: historyQuerySchema },
  responses: { 200: jsonAnswer(opsHistorySchema, "At most 360 steps"), default: problemAnswer },
});

const systemRoute = createRoute({
  method: "get",
  path: "/api/ops/system",
  tags,
  summary: "Every store and process, and the problems that were answered",
  ...guarded("operations", "read"),
  responses: { 200: jsonAnswer(systemStatusSchema, "At this moment"), default: problemAnswer },
});

const lettersRoute = createRoute({
  method: "get",
  path: "/api/ops/dead-letters",
  tags,
  summary: "What could not be applied, the newest first",
  ...guarded("operations", "read"),
  request: {
    query: z.object({
      q: freeTextSchema(200).optional(),
      page: z.coerce.number().int().min(1).max(MAX_PAGE).default(1),
    }),
  },
  responses: { 200: jsonAnswer(letterListSchema, "One page"), default: problemAnswer },
});

const replayRoute = createRoute({
  method: "post",
  path: "/api/ops/dead-letters/replay",
  tags,
  summary: "Brings letters back to where they came from, to take effect exactly once",
  ...idempotent(guarded("operations", "write"), { optional: true }),
  request: { body: jsonBody(lettersReplayInputSchema) },
  responses: { 200: jsonAnswer(lettersDoneSchema, "Those letters"), default: problemAnswer },
});

const discardRoute = createRoute({
  method: "post",
  path: "/api/ops/dead-letters/discard",
  tags,
  summary: "Throws letters away, for a reason",
  ...idempotent(guarded("operations", "write"), { optional: true }),
  request: { body: jsonBody(lettersDiscardInputSchema) },
  responses: { 200: jsonAnswer(lettersDoneSchema, "Those letters"), default: problemAnswer },
});

/** What those who run the shop look back at, and what they do about what went wrong. */
export const opsRoutes = area()
  .openapi(historyRoute, async (context) => {
    const history = await readHistory(context.var.database, context.req.valid("query"));
    return context.json(history, 200, noStore);
  })
  .openapi(systemRoute, async (context) => {
    const { settings, database, shop } = context.var;
    return context.json(await readSystem({ settings, database, shop: shop.id }), 200, noStore);
  })
  .openapi(lettersRoute, async (context) => {
    const { settings, shop } = context.var;
    const { q, page } = context.req.valid("query");
    const query = { shop: shop.id, page, ...(q === undefined ? {} : { q }) };
    return context.json(await listDeadLetters(settings, query), 200, noStore);
  })
  .openapi(replayRoute, async (context) => {
    const { shop, ...parts } = context.var;
    const work = { shop: shop.id, action: "replay" as const, ...context.req.valid("json") };
    return context.json(await workOnDeadLetters(parts, work), 200, noStore);
  })
  .openapi(discardRoute, async (context) => {
    const { shop, ...parts } = context.var;
    const { reason, ...which } = context.req.valid("json");
    const work = { shop: shop.id, action: "discard" as const, ...which };
    return context.json(await workOnDeadLetters({ ...parts, reason }, work), 200, noStore);
  });
