import { createRoute, z } from "@hono/zod-openapi";
import {
  moderationQueueSchema,
  reviewDecisionSchema,
  reviewStateSchema,
} from "@slipstream/contracts/review-api";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { decideReview, readQueue } from "../reviews/moderate.ts";
import { readShopSettings } from "../settings/shop-settings.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const MAX_PAGE = 1_000;
const tags = ["Reviews"];

const queueRoute = createRoute({
  method: "get",
  path: "/api/admin/reviews",
  tags,
  summary: "Reviews in one state, the longest waiting first",
  ...guarded("review", "moderate"),
  request: {
    query: z.object({
      state: reviewStateSchema.default("pending"),
      page: z.coerce.number().int().min(1).max(MAX_PAGE).default(1),
    }),
  },
  responses: { 200: jsonAnswer(moderationQueueSchema, "One page"), default: problemAnswer },
});

const decisionRoute = createRoute({
  method: "post",
  path: "/api/admin/reviews/{id}/decision",
  tags,
  summary: "Publish a review, or refuse it and tell its writer why",
  ...idempotent(guarded("review", "moderate"), { optional: true }),
  request: {
    params: z.object({ id: z.uuid() }),
    body: { content: { "application/json": { schema: reviewDecisionSchema } }, required: true },
  },
  responses: { 204: { description: "It is decided" }, default: problemAnswer },
});

/** Which reviews the shop shows. */
export const reviewModerationRoutes = area()
  .openapi(queueRoute, async (context) => {
    const { database, shop } = context.var;
    const query = context.req.valid("query");
    const [queue, { "reviews.publish_at_once": publishAtOnce }] = await database.withShop(
      shop.id,
      (transaction) =>
        Promise.all([
          readQueue(transaction, { shop: shop.id, ...query }),
          readShopSettings(transaction, shop.id),
        ]),
    );
    return context.json({ ...queue, publishAtOnce }, 200, { "cache-control": "no-store" });
  })
  .openapi(decisionRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { id } = context.req.valid("param");
    const body = context.req.valid("json");
    const reason = body.decision === "refuse" ? body.reason : "";
    await database.withShop(shop.id, (transaction) =>
      decideReview(transaction, shop.id, { principal, id, decision: body.decision, reason }),
    );
    return context.body(null, 204);
  });
