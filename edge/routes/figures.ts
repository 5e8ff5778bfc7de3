import { createRoute, z } from "@hono/zod-openapi";
import {
  dayRangeSchema,
  figuresSchema,
  productFiguresListSchema,
  productFiguresSortSchema,
} from "@slipstream/contracts/figures-api";
import { freeTextSchema } from "@slipstream/contracts/free-text";
import type { Context } from "hono";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import type { AppEnv } from "../app-env.ts";
import { readProductFigures } from "../figures/product-figures.ts";
import { type Scope, sellerOf } from "../figures/scope.ts";
import { readFigures } from "../figures/shop-figures.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const MAX_PAGE = 10_000;
const tags = ["Figures"];
const noStore = { "cache-control": "no-store" };

const figuresQuery = dayRangeSchema.safeExtend({
  /** One seller's products; who may see only their own need not say it. */
  seller: z.uuid().optional(),
});

const figuresRoute = createRoute({
  method: "get",
  path: "/api/figures",
  tags,
  summary: "Sales, funnel and what recommendations brought, day by day",
  ...guarded("figures", "read"),
  request: { query: figuresQuery },
  responses: { 200: jsonAnswer(figuresSchema, "The figures"), default: problemAnswer },
});

const productsRoute = createRoute({
  method: "get",
  path: "/api/figures/products",
  tags,
  summary: "The same by product, page by page",
  ...guarded("figures", "read"),
  request: {
    query: figuresQuery.safeExtend({
      sort: productFiguresSortSchema.default("revenue"),
      order: z.enum(["asc", "desc"]).default("desc"),
      page: z.coerce.number().int().min(1).max(MAX_PAGE).default(1),
      q: freeTextSchema(200).optional(),
    }),
  },
  responses: { 200: jsonAnswer(productFiguresListSchema, "One page"), default: problemAnswer },
});

/** What sells, and why: for sellers of their own products, for admins of the whole shop. */
export const figuresRoutes = area()
  .openapi(figuresRoute, async (context) => {
    const { database, shop } = context.var;
    const scope = scopeOf(context, context.req.valid("query"));
    const figures = await database.withShop(shop.id, (transaction) =>
      readFigures(transaction, scope),
    );
    const { currency, simulated } = shop;
    const { from, to } = scope;
    return context.json({ from, to, currency, simulated, ...figures }, 200, noStore);
  })
  .openapi(productsRoute, async (context) => {
    const { database, shop } = context.var;
    const query = context.req.valid("query");
    const scope = scopeOf(context, query);
    const list = await database.withShop(shop.id, (transaction) =>
      readProductFigures(transaction, scope, {
        sort: query.sort,
        descending: query.order === "desc",
        page: query.page,
        search: query.q,
      }),
    );
    return context.json(list, 200, noStore);
  });

function scopeOf(
  context: Context<AppEnv>,
  query: { from: string; to: string; seller?: string | undefined },
): Scope {
  const { principal, reach, shop } = context.var;
  const { from, to, seller: asked } = query;
  return { shop: shop.id, seller: sellerOf({ principal, reach, asked }), from, to };
}
