import { createRoute, z } from "@hono/zod-openapi";
import {
  discountInputSchema,
  discountListSchema,
  discountSchema,
  discountStateSchema,
} from "@slipstream/contracts/admin-api";
import { freeTextSchema } from "@slipstream/contracts/free-text";
import {
  changeDiscount,
  createDiscount,
  deleteDiscount,
  listDiscounts,
  readDiscount,
} from "../admin/discounts.ts";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const MAX_PAGE = 10_000;
const tags = ["Discounts"];
const noStore = { "cache-control": "no-store" };
const params = z.object({ code: z.string().max(32).toUpperCase() });
const body = {
  content: { "application/json": { schema: discountInputSchema } },
  required: true,
};

const listRoute = createRoute({
  method: "get",
  path: "/api/admin/discounts",
  tags,
  summary: "The shop's discounts, page by page",
  ...guarded("discount", "read"),
  request: {
    query: z.object({
      q: freeTextSchema(200).optional(),
      state: discountStateSchema.optional(),
      page: z.coerce.number().int().min(1).max(MAX_PAGE).default(1),
    }),
  },
  responses: { 200: jsonAnswer(discountListSchema, "One page"), default: problemAnswer },
});

const readRoute = createRoute({
  method: "get",
  path: "/api/admin/discounts/{code}",
  tags,
  summary: "One discount",
  ...guarded("discount", "read"),
  request: { params },
  responses: { 200: jsonAnswer(discountSchema, "The discount"), default: problemAnswer },
});

const createDiscountRoute = createRoute({
  method: "post",
  path: "/api/admin/discounts",
  tags,
  summary: "A new discount",
  ...idempotent(guarded("discount", "write"), { optional: true }),
  request: { body },
  responses: { 201: jsonAnswer(discountSchema, "The discount"), default: problemAnswer },
});

const changeRoute = createRoute({
  method: "put",
  path: "/api/admin/discounts/{code}",
  tags,
  summary: "Change a discount; its code stays",
  ...guarded("discount", "write"),
  request: { params, body },
  responses: { 200: jsonAnswer(discountSchema, "The discount"), default: problemAnswer },
});

const deleteRoute = createRoute({
  method: "delete",
  path: "/api/admin/discounts/{code}",
  tags,
  summary: "Take away a discount that nobody has used",
  ...guarded("discount", "write"),
  request: { params },
  responses: { 204: { description: "It is gone" }, default: problemAnswer },
});

/** Codes that make an order cheaper. */
export const adminDiscountRoutes = area()
  .openapi(listRoute, async (context) => {
    const { database, shop } = context.var;
    const query = context.req.valid("query");
    const list = await database.withShop(shop.id, (transaction) =>
      listDiscounts(transaction, shop.id, query),
    );
    return context.json(list, 200, noStore);
  })
  .openapi(readRoute, async (context) => {
    const { database, shop } = context.var;
    const { code } = context.req.valid("param");
    const discount = await database.withShop(shop.id, (transaction) =>
      readDiscount(transaction, shop.id, code),
    );
    return context.json(discount, 200, noStore);
  })
  .openapi(createDiscountRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const input = context.req.valid("json");
    const discount = await database.withShop(shop.id, (transaction) =>
      createDiscount(transaction, shop.id, { principal, input }),
    );
    return context.json(discount, 201, noStore);
  })
  .openapi(changeRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { code } = context.req.valid("param");
    const input = context.req.valid("json");
    const discount = await database.withShop(shop.id, (transaction) =>
      changeDiscount(transaction, shop.id, { principal, code, input }),
    );
    return context.json(discount, 200, noStore);
  })
  .openapi(deleteRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { code } = context.req.valid("param");
    await database.withShop(shop.id, (transaction) =>
      deleteDiscount(transaction, shop.id, { principal, code }),
    );
    return context.body(null, 204);
  });
