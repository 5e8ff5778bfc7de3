import { createRoute, z } from "@hono/zod-openapi";
import { itemIdSchema } from "@slipstream/contracts/identifiers";
import { ProblemError } from "@slipstream/contracts/problems";
import {
  ownReviewsSchema,
  reviewChanceSchema,
  reviewInputSchema,
  reviewListSchema,
  reviewSortSchema,
  reviewVoteSchema,
  reviewVotesSchema,
} from "@slipstream/contracts/review-api";
import type { Context } from "hono";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { memberOf } from "../api/member.ts";
import { type AppEnv, catalogueOf } from "../app-env.ts";
import { itemsToReview, orderThatBought, ownReviews } from "../reviews/own-reviews.ts";
import { listReviews } from "../reviews/read-reviews.ts";
import { vote, votesOf } from "../reviews/vote.ts";
import { deleteReview, writeReview } from "../reviews/write-review.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const MAX_PAGE = 500;
const tags = ["Reviews"];
const noStore = { "cache-control": "no-store" };
const one = { params: z.object({ itemId: itemIdSchema }) };
const chance = {
  200: jsonAnswer(reviewChanceSchema, "The product, and what they wrote of it"),
  default: problemAnswer,
};

const voted = {
  ...guarded("review", "vote"),
  request: { params: z.object({ id: z.uuid() }) },
  responses: {
    200: jsonAnswer(reviewVoteSchema, "The votes that it has now"),
    default: problemAnswer,
  },
};

const listRoute = createRoute({
  method: "get",
  path: "/api/reviews",
  tags,
  summary: "What buyers say of a product, page by page, and all of it in figures",
  request: {
    query: z.object({
      product: itemIdSchema,
      sort: reviewSortSchema.default("newest"),
      page: z.coerce.number().int().min(1).max(MAX_PAGE).default(1),
    }),
  },
  responses: { 200: jsonAnswer(reviewListSchema, "One page"), default: problemAnswer },
});

const ownListRoute = createRoute({
  method: "get",
  path: "/api/account/reviews",
  tags,
  summary: "The member's reviews, and what they bought and have not reviewed",
  ...guarded("review", "write"),
  responses: { 200: jsonAnswer(ownReviewsSchema, "Their reviews"), default: problemAnswer },
});

const chanceRoute = createRoute({
  method: "get",
  path: "/api/account/reviews/{itemId}",
  tags,
  summary: "Whether the member may review a product, and what they wrote of it",
  ...guarded("review", "write"),
  request: one,
  responses: chance,
});

const writeRoute = createRoute({
  method: "put",
  path: "/api/account/reviews/{itemId}",
  tags,
  summary: "Review a product that one bought, or write the review anew",
  ...guarded("review", "write"),
  request: {
    ...one,
    body: { content: { "application/json": { schema: reviewInputSchema } }, required: true },
  },
  responses: chance,
});

const deleteRoute = createRoute({
  method: "delete",
  path: "/api/account/reviews/{itemId}",
  tags,
  summary: "Take one's review of a product away",
  ...guarded("review", "write"),
  request: one,
  responses: { 204: { description: "It is gone" }, default: problemAnswer },
});

const votesRoute = createRoute({
  method: "get",
  path: "/api/reviews/votes",
  tags,
  summary: "Which reviews of a product the member found helpful",
  ...guarded("review", "vote"),
  request: { query: z.object({ product: itemIdSchema }) },
  responses: { 200: jsonAnswer(reviewVotesSchema, "Their votes"), default: problemAnswer },
});

const voteRoute = createRoute({
  method: "put",
  path: "/api/reviews/{id}/vote",
  tags,
  summary: "Say that a review is helpful; said twice it counts once",
  ...voted,
});

const unvoteRoute = createRoute({
  method: "delete",
  path: "/api/reviews/{id}/vote",
  tags,
  summary: "Take back that a review is helpful",
  ...voted,
});

/** Reviews: for everybody to read, for buyers to write. */
export const reviewRoutes = area()
  .openapi(listRoute, async (context) => {
    const { database, shop } = context.var;
    const { product: itemId, sort, page } = context.req.valid("query");
    const catalogue = await catalogueOf(context);
    const query = { shop: shop.id, itemId, sort, page };
    return context.json(await listReviews({ database, catalogue, query }), 200);
  })
  .openapi(ownListRoute, async (context) => {
    const { database } = context.var;
    const member = memberOf(context);
    const catalogue = await catalogueOf(context);
    const [written, itemIds] = await database.withShop(member.shop, (transaction) =>
      Promise.all([ownReviews(transaction, member), itemsToReview(transaction, member)]),
    );
    const cards = await catalogue.cards([...written.map(({ itemId }) => itemId), ...itemIds]);
    const reviews = written.map((review) => {
      const product = cards.get(review.itemId);
      return product ? { ...review, product } : review;
    });
    const toReview = itemIds.flatMap((itemId) => cards.get(itemId) ?? []);
    return context.json({ reviews, toReview }, 200, noStore);
  })
  .openapi(chanceRoute, async (context) =>
    context.json(await readChance(context, context.req.valid("param").itemId), 200, noStore),
  )
  .openapi(writeRoute, async (context) => {
    const { itemId } = context.req.valid("param");
    const member = memberOf(context);
    await context.var.database.withShop(member.shop, (transaction) =>
      writeReview(transaction, { ...member, itemId }, context.req.valid("json")),
    );
    return context.json(await readChance(context, itemId), 200, noStore);
  })
  .openapi(deleteRoute, async (context) => {
    const { itemId } = context.req.valid("param");
    const member = memberOf(context);
    await context.var.database.withShop(member.shop, (transaction) =>
      deleteReview(transaction, { ...member, itemId }),
    );
    return context.body(null, 204);
  })
  .openapi(votesRoute, async (context) => {
    const { product: itemId } = context.req.valid("query");
    const member = memberOf(context);
    const votes = await context.var.database.withShop(member.shop, (transaction) =>
      votesOf(transaction, { ...member, itemId }),
    );
    return context.json({ votes }, 200, noStore);
  })
  .openapi(voteRoute, async (context) => context.json(await voteOf(context, true), 200, noStore))
  .openapi(unvoteRoute, async (context) =>
    context.json(await voteOf(context, false), 200, noStore),
  );

function voteOf(context: Context<AppEnv>, helpful: boolean) {
  const reviewId = z.uuid().parse(context.req.param("id"));
  const member = memberOf(context);
  return context.var.database.withShop(member.shop, (transaction) =>
    vote(transaction, member, { reviewId, helpful }),
  );
}

async function readChance(context: Context<AppEnv>, itemId: string) {
  const member = memberOf(context);
  const catalogue = await catalogueOf(context);
  const product = (await catalogue.cards([itemId])).get(itemId);
  if (!product) throw new ProblemError("unknown_product");
  const who = { ...member, itemId };
  const [orderId, [review]] = await context.var.database.withShop(member.shop, (transaction) =>
    Promise.all([orderThatBought(transaction, who), ownReviews(transaction, who)]),
  );
  return { product, mayWrite: orderId !== undefined, ...(review ? { review } : {}) };
}
