import { createRoute } from "@hono/zod-openapi";
import { itemIdSchema } from "@slipstream/contracts/identifiers";
import {
  type SearchAnswer,
  type SearchQuery,
  searchAnswerSchema,
  searchQuerySchema,
  suggestionsSchema,
  suggestQuerySchema,
} from "@slipstream/contracts/search-api";
import type { Context } from "hono";
import { z } from "zod";
import { area } from "../api/area.ts";
import { type AppEnv, catalogueOf } from "../app-env.ts";
import { principalOf } from "../auth/principal-of.ts";
import { countSearch } from "../search/past-queries.ts";
import { rerank } from "../search/rerank.ts";
import { isFiltered, search } from "../search/search.ts";
import { suggest } from "../search/suggest.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

/** Items that a page without consent has in memory. */
const MAX_CONTEXT = 50;
/** Suggestions are the same for all; somebody who deletes a letter has them already. */
const SUGGESTIONS_KEPT = "public, max-age=30";

const querySchema = searchQuerySchema.extend({
  /** Ids of what the page has in memory, comma-separated, newest first. */
  context: z.preprocess(
    (value) => (typeof value === "string" ? value.split(",").filter(Boolean) : value),
    z.array(itemIdSchema).max(MAX_CONTEXT).optional(),
  ),
});

const searchRoute = createRoute({
  method: "get",
  path: "/api/search",
  summary: "Products that fit words and filters, with the counts of every filter",
  description:
    "Slips in spelling are put right where nothing has the word (`didYouMean`). The first page of a search by relevance is in the order that fits the visitor's session.",
  request: { query: querySchema },
  responses: { 200: jsonAnswer(searchAnswerSchema, "One page"), default: problemAnswer },
});

const suggestionsRoute = createRoute({
  method: "get",
  path: "/api/search/suggestions",
  summary: "While somebody types: products, categories, and what many others searched for",
  request: { query: suggestQuerySchema },
  responses: { 200: jsonAnswer(suggestionsSchema, "Suggestions"), default: problemAnswer },
});

/** Search, and suggestions while typing. */
export const searchRoutes = area()
  .openapi(searchRoute, async (context) => {
    const { database, shop } = context.var;
    const { context: seen = [], ...query } = context.req.valid("query");
    const catalogue = await catalogueOf(context);
    const answer = await search({ database, catalogue, shop, query });
    const own = await forWhomAsks(context, { query, seen, answer });
    return context.json(own, 200, { "cache-control": "no-store" });
  })
  .openapi(suggestionsRoute, async (context) => {
    const { database, shop } = context.var;
    const { q } = context.req.valid("query");
    const catalogue = await catalogueOf(context);
    const answer = await suggest({ database, catalogue, shop: shop.id, typed: q });
    return context.json(answer, 200, { "cache-control": SUGGESTIONS_KEPT });
  });

/** Counts the search, and puts its first page in this visitor's order. */
async function forWhomAsks(
  context: Context<AppEnv>,
  asked: {
    query: SearchQuery;
    /** What the page has in memory, newest first. */
    seen: readonly string[];
    answer: SearchAnswer;
  },
): Promise<SearchAnswer> {
  const { query, seen, answer } = asked;
  const { database, settings, shop } = context.var;
  const isPlain = !isFiltered(query) && (query.page ?? 1) === 1 && query.within === undefined;
  const byRelevance = query.sort === undefined || query.sort === "relevance";
  if (answer.query === "" || !byRelevance || answer.page !== 1) return answer;
  const { visitorId } = await principalOf(context);
  if (isPlain && visitorId !== undefined) {
    const results = answer.didYouMean?.applied || answer.relaxed ? 0 : answer.total;
    const { query: words } = answer;
    context.executionCtx.waitUntil(
      countSearch({ database, settings, shop: shop.id, visitorId, query: words, results }),
    );
  }
  return rerank(answer, {
    env: context.env,
    settings,
    shop: shop.id,
    visitorId,
    context: seen,
  });
}
