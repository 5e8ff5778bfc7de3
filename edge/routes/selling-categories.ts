import { createRoute, z } from "@hono/zod-openapi";
import {
  categoryCreateSchema,
  categoryOrderSchema,
  categoryPatchSchema,
  managedCategoriesSchema,
} from "@slipstream/contracts/selling-api";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import {
  changeCategory,
  createCategory,
  deleteCategory,
  orderCategories,
  readManagedCategories,
} from "../selling/categories.ts";
import { jsonAnswer, jsonBody, noContent, problemAnswer } from "./answers.ts";
import { changing } from "./selling-products.ts";

const tags = ["Categories"];
const noStore = { "cache-control": "no-store" };
const params = z.object({ slug: z.string().max(64) });
const done = { 204: noContent("It is done"), default: problemAnswer };

const listRoute = createRoute({
  method: "get",
  path: "/api/selling/categories",
  tags,
  summary: "The tree of categories, with what is in each",
  ...guarded("category", "write"),
  responses: {
    200: jsonAnswer(managedCategoriesSchema, "In display order"),
    default: problemAnswer,
  },
});

const createCategoryRoute = createRoute({
  method: "post",
  path: "/api/selling/categories",
  tags,
  summary: "A new category",
  ...idempotent(guarded("category", "write"), { optional: true }),
  request: {
    body: jsonBody(categoryCreateSchema),
  },
  responses: {
    201: jsonAnswer(z.object({ slug: z.string() }), "It is there"),
    default: problemAnswer,
  },
});

const orderRoute = createRoute({
  method: "post",
  path: "/api/selling/categories/order",
  tags,
  summary: "The order of the categories below one parent",
  ...idempotent(guarded("category", "write"), { optional: true }),
  request: {
    body: jsonBody(categoryOrderSchema),
  },
  responses: done,
});

const patchRoute = createRoute({
  method: "patch",
  path: "/api/selling/categories/{slug}",
  tags,
  summary: "Rename or move a category",
  ...guarded("category", "write"),
  request: {
    params,
    body: jsonBody(categoryPatchSchema),
  },
  responses: done,
});

const deleteRoute = createRoute({
  method: "delete",
  path: "/api/selling/categories/{slug}",
  tags,
  summary: "Delete a category; its products go to another",
  ...guarded("category", "write"),
  request: { params, query: z.object({ moveTo: z.string().max(64).optional() }) },
  responses: done,
});

/** The tree of categories, for those who keep it. */
export const sellingCategoryRoutes = area()
  .openapi(listRoute, async (context) => {
    const { database, shop } = context.var;
    const categories = await database.withShop(shop.id, (transaction) =>
      readManagedCategories(transaction, shop.id),
    );
    return context.json({ categories }, 200, noStore);
  })
  .openapi(createCategoryRoute, async (context) => {
    const input = context.req.valid("json");
    const slug = await changing(context, (transaction, seller) =>
      createCategory(transaction, seller, input),
    );
    return context.json({ slug }, 201, noStore);
  })
  .openapi(orderRoute, async (context) => {
    const wanted = context.req.valid("json");
    await changing(context, (transaction, seller) => orderCategories(transaction, seller, wanted));
    return context.body(null, 204);
  })
  .openapi(patchRoute, async (context) => {
    const { slug } = context.req.valid("param");
    const patch = context.req.valid("json");
    await changing(context, (transaction, seller) =>
      changeCategory(transaction, seller, slug, patch),
    );
    return context.body(null, 204);
  })
  .openapi(deleteRoute, async (context) => {
    const { slug } = context.req.valid("param");
    const { moveTo } = context.req.valid("query");
    await changing(context, (transaction, seller) =>
      deleteCategory(transaction, seller, { slug, moveTo }),
    );
    return context.body(null, 204);
  });
