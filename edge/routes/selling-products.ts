import { createRoute, z } from "@hono/zod-openapi";
import { itemIdSchema } from "@slipstream/contracts/identifiers";
import {
  bulkStatusAnswerSchema,
  bulkStatusSchema,
  imagesPutSchema,
  productCreateSchema,
  productPatchSchema,
  sellingListSchema,
  sellingProductSchema,
  sellingQuerySchema,
} from "@slipstream/contracts/selling-api";
import type { Context } from "hono";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import type { AppEnv } from "../app-env.ts";
import { expireCatalogue } from "../catalogue/catalogue.ts";
import type { ShopTransaction } from "../database/database.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { changeProduct, changeStatusOfMany } from "../selling/change-product.ts";
import { createProduct } from "../selling/create-product.ts";
import { replaceImages } from "../selling/images.ts";
import { listSellingProducts } from "../selling/list-products.ts";
import { readSellingProduct } from "../selling/read-product.ts";
import { type Seller, sellerOf } from "../selling/seller.ts";
import { jsonAnswer, jsonBody, noContent, problemAnswer } from "./answers.ts";

const tags = ["Selling"];
const params = z.object({ id: itemIdSchema });
const noStore = { "cache-control": "no-store" };

const product = { 200: jsonAnswer(sellingProductSchema, "The product"), default: problemAnswer };

const listRoute = createRoute({
  method: "get",
  path: "/api/selling/products",
  tags,
  summary: "Products that one sells, the last changed first",
  ...guarded("product", "read"),
  request: { query: sellingQuerySchema },
  responses: { 200: jsonAnswer(sellingListSchema, "One page"), default: problemAnswer },
});

const createProductRoute = createRoute({
  method: "post",
  path: "/api/selling/products",
  tags,
  summary: "A new product, with its variants",
  ...idempotent(guarded("product", "write"), { optional: true }),
  request: { body: jsonBody(productCreateSchema) },
  responses: { 201: jsonAnswer(sellingProductSchema, "It is there"), default: problemAnswer },
});

const bulkRoute = createRoute({
  method: "post",
  path: "/api/selling/products/status",
  tags,
  summary: "One state for many products",
  ...idempotent(guarded("product", "write"), { optional: true }),
  request: { body: jsonBody(bulkStatusSchema) },
  responses: { 200: jsonAnswer(bulkStatusAnswerSchema, "What was done"), default: problemAnswer },
});

const readRoute = createRoute({
  method: "get",
  path: "/api/selling/products/{id}",
  tags,
  summary: "All of a product that one sells",
  ...guarded("product", "read"),
  request: { params },
  responses: product,
});

const patchRoute = createRoute({
  method: "patch",
  path: "/api/selling/products/{id}",
  tags,
  summary: "Change a product or its state; `version` is the one that was read",
  ...guarded("product", "write"),
  request: { params, body: jsonBody(productPatchSchema) },
  responses: product,
});

const imagesRoute = createRoute({
  method: "put",
  path: "/api/selling/products/{id}/images",
  tags,
  summary: "The pictures of a product, in order",
  ...guarded("product", "write"),
  request: { params, body: jsonBody(imagesPutSchema) },
  responses: product,
});

const deleteRoute = createRoute({
  method: "delete",
  path: "/api/selling/products/{id}",
  tags,
  summary: "Delete a product; it can be brought back",
  ...guarded("product", "write"),
  request: { params, query: z.object({ version: z.coerce.number().int().min(1) }) },
  responses: { 204: noContent("It is deleted"), default: problemAnswer },
});

/** Runs a change in one transaction; pages look at the catalogue again at their next request. */
export async function changing<T>(
  context: Context<AppEnv>,
  change: (transaction: ShopTransaction, seller: Seller) => Promise<T>,
): Promise<T> {
  const seller = sellerOf(context);
  const result = await context.var.database.withShop(seller.shop, (transaction) =>
    change(transaction, seller),
  );
  expireCatalogue(seller.shop);
  return result;
}

/** Products, for those who sell them. */
export const sellingProductRoutes = area()
  .openapi(listRoute, async (context) => {
    const query = context.req.valid("query");
    const seller = sellerOf(context);
    const list = await context.var.database.withShop(seller.shop, (transaction) =>
      listSellingProducts(transaction, seller, query),
    );
    return context.json(list, 200, noStore);
  })
  .openapi(createProductRoute, async (context) => {
    const input = context.req.valid("json");
    const made = await changing(context, async (transaction, seller) =>
      readSellingProduct(transaction, seller, await createProduct(transaction, seller, input)),
    );
    return context.json(made, 201, noStore);
  })
  .openapi(bulkRoute, async (context) => {
    const wanted = context.req.valid("json");
    const answer = await changing(context, (transaction, seller) =>
      changeStatusOfMany(transaction, seller, wanted),
    );
    return context.json(answer, 200, noStore);
  })
  .openapi(readRoute, async (context) => {
    const { id } = context.req.valid("param");
    const seller = sellerOf(context);
    const found = await context.var.database.withShop(seller.shop, (transaction) =>
      readSellingProduct(transaction, seller, id),
    );
    return context.json(found, 200, noStore);
  })
  .openapi(patchRoute, async (context) => {
    const { id } = context.req.valid("param");
    const patch = context.req.valid("json");
    const changed = await changing(context, async (transaction, seller) => {
      await changeProduct(transaction, seller, id, patch);
      return readSellingProduct(transaction, seller, id);
    });
    return context.json(changed, 200, noStore);
  })
  .openapi(imagesRoute, async (context) => {
    const { id } = context.req.valid("param");
    const wanted = context.req.valid("json");
    const changed = await changing(context, async (transaction, seller) => {
      await replaceImages(transaction, seller, { itemId: id, ...wanted });
      return readSellingProduct(transaction, seller, id);
    });
    return context.json(changed, 200, noStore);
  })
  .openapi(deleteRoute, async (context) => {
    const { id } = context.req.valid("param");
    const { version } = context.req.valid("query");
    await changing(context, (transaction, seller) =>
      changeProduct(transaction, seller, id, { version, status: "deleted" }),
    );
    return context.body(null, 204);
  });
