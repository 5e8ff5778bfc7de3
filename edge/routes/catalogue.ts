import { createRoute, z } from "@hono/zod-openapi";
import { ProblemError } from "@slipstream/contracts/problems";
import {
  productChangesSchema,
  productDetailSchema,
  productListSchema,
  productSortSchema,
  shopInfoSchema,
} from "@slipstream/contracts/shop-api";
import { area } from "../api/area.ts";
import { catalogueOf } from "../app-env.ts";
import { listChanges, MAX_CHANGES_PAGE } from "../catalogue/product-changes.ts";
import { readProduct } from "../catalogue/product-detail.ts";
import { listProducts, MAX_PAGE, MAX_PAGE_SIZE } from "../catalogue/product-list.ts";
import { shopInfo } from "../catalogue/shop-info.ts";
import { movedTo } from "../selling/category-slug.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const shopRoute = createRoute({
  method: "get",
  path: "/api/shop",
  summary: "The shop of this host, with its categories",
  responses: { 200: jsonAnswer(shopInfoSchema, "The shop"), default: problemAnswer },
});

const categoryRoute = createRoute({
  method: "get",
  path: "/api/categories/{slug}",
  summary: "The present address of a category, by this one or by one that it had before",
  request: { params: z.object({ slug: z.string().max(64) }) },
  responses: {
    200: jsonAnswer(z.object({ slug: z.string() }), "Its address"),
    default: problemAnswer,
  },
});

const productsRoute = createRoute({
  method: "get",
  path: "/api/products",
  summary: "Products of a category, or all, page by page; `/api/search` finds them by words",
  request: {
    query: z.object({
      category: z.string().max(64).optional(),
      sort: productSortSchema.optional(),
      page: z.coerce.number().int().min(1).max(MAX_PAGE).optional(),
      pageSize: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).optional(),
    }),
  },
  responses: { 200: jsonAnswer(productListSchema, "One page"), default: problemAnswer },
});

const changesRoute = createRoute({
  method: "get",
  path: "/api/products/changes",
  summary: "Every product and when it changed last, page by page: for sitemaps and copies",
  request: {
    query: z.object({ page: z.coerce.number().int().min(1).max(MAX_CHANGES_PAGE).default(1) }),
  },
  responses: { 200: jsonAnswer(productChangesSchema, "One page"), default: problemAnswer },
});

const productRoute = createRoute({
  method: "get",
  path: "/api/products/{slug}",
  summary: "One product; an old slug finds it too, and the answer holds the present one",
  request: { params: z.object({ slug: z.string().max(200) }) },
  responses: { 200: jsonAnswer(productDetailSchema, "The product"), default: problemAnswer },
});

/** Reads of the catalogue. */
export const catalogueRoutes = area()
  .openapi(shopRoute, async (context) =>
    context.json(shopInfo(context.var.shop, await catalogueOf(context)), 200),
  )
  .openapi(categoryRoute, async (context) => {
    const { database, shop } = context.var;
    const { slug } = context.req.valid("param");
    const { categories } = await catalogueOf(context);
    if (categories.some((category) => category.slug === slug)) return context.json({ slug }, 200);
    const moved = await database.withShop(shop.id, (transaction) => movedTo(transaction, slug));
    if (moved === undefined) throw new ProblemError("unknown_category");
    return context.json({ slug: moved }, 200);
  })
  .openapi(productsRoute, async (context) => {
    const { database, shop } = context.var;
    const catalogue = await catalogueOf(context);
    const query = context.req.valid("query");
    return context.json(await listProducts({ database, catalogue, shop: shop.id, query }), 200);
  })
  .openapi(changesRoute, async (context) => {
    const { database, shop } = context.var;
    const catalogue = await catalogueOf(context);
    const { page } = context.req.valid("query");
    return context.json(await listChanges({ database, catalogue, shop: shop.id, page }), 200);
  })
  .openapi(productRoute, async (context) => {
    const { database, shop } = context.var;
    const catalogue = await catalogueOf(context);
    const { slug } = context.req.valid("param");
    return context.json(await readProduct({ database, catalogue, shop: shop.id, slug }), 200);
  });
