import { createRoute, z } from "@hono/zod-openapi";
import { itemIdSchema } from "@slipstream/contracts/identifiers";
import {
  sellingProductSchema,
  stockChangeSchema,
  stockStateSchema,
  variantsPatchSchema,
  variantsPutSchema,
} from "@slipstream/contracts/selling-api";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { changeVariants, replaceVariants } from "../selling/change-variants.ts";
import { readSellingProduct } from "../selling/read-product.ts";
import { changeStock } from "../selling/stock.ts";
import { jsonAnswer, jsonBody, problemAnswer } from "./answers.ts";
import { changing } from "./selling-products.ts";

const tags = ["Selling"];
const params = z.object({ id: itemIdSchema });
const noStore = { "cache-control": "no-store" };
const product = { 200: jsonAnswer(sellingProductSchema, "The product"), default: problemAnswer };

const putRoute = createRoute({
  method: "put",
  path: "/api/selling/products/{id}/variants",
  tags,
  summary: "All variants of a product, in order; those that are not named go",
  ...guarded("product", "write"),
  request: {
    params,
    body: jsonBody(variantsPutSchema),
  },
  responses: product,
});

const patchRoute = createRoute({
  method: "patch",
  path: "/api/selling/products/{id}/variants",
  tags,
  summary: "Prices, options and stock of some variants",
  ...guarded("product", "write"),
  request: {
    params,
    body: jsonBody(variantsPatchSchema),
  },
  responses: product,
});

const stockRoute = createRoute({
  method: "post",
  path: "/api/selling/stock",
  tags,
  summary: "What lies on the shelf: set, or moved by a difference",
  ...idempotent(guarded("inventory", "write"), { optional: true }),
  request: {
    body: jsonBody(stockChangeSchema),
  },
  responses: { 200: jsonAnswer(stockStateSchema, "What there is now"), default: problemAnswer },
});

/** Variants and their stock, for those who sell them. */
export const sellingStockRoutes = area()
  .openapi(putRoute, async (context) => {
    const { id } = context.req.valid("param");
    const wanted = context.req.valid("json");
    const changed = await changing(context, async (transaction, seller) => {
      await replaceVariants(transaction, seller, { itemId: id, ...wanted });
      return readSellingProduct(transaction, seller, id);
    });
    return context.json(changed, 200, noStore);
  })
  .openapi(patchRoute, async (context) => {
    const { id } = context.req.valid("param");
    const wanted = context.req.valid("json");
    const changed = await changing(context, async (transaction, seller) => {
      await changeVariants(transaction, seller, { itemId: id, ...wanted });
      return readSellingProduct(transaction, seller, id);
    });
    return context.json(changed, 200, noStore);
  })
  .openapi(stockRoute, async (context) => {
    const { changes } = context.req.valid("json");
    const stock = await changing(context, (transaction, seller) =>
      changeStock(transaction, seller, changes),
    );
    return context.json({ stock }, 200, noStore);
  });
