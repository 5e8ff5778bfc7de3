import { createRoute, z } from "@hono/zod-openapi";
import { roles } from "@slipstream/contracts/access";
import {
  reasonOnlySchema,
  rolesChangeSchema,
  userDetailSchema,
  userListSchema,
} from "@slipstream/contracts/admin-api";
import { freeTextSchema } from "@slipstream/contracts/free-text";
import type { Context } from "hono";
import { disableUser, enableUser, setRoles, type UserChange } from "../admin/user-changes.ts";
import { listUsers, readUserDetail } from "../admin/users.ts";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import type { AppEnv } from "../app-env.ts";
import type { ShopTransaction } from "../database/database.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const MAX_PAGE = 10_000;
const tags = ["People"];
const noStore = { "cache-control": "no-store" };
const params = z.object({ id: z.uuid() });

const listRoute = createRoute({
  method: "get",
  path: "/api/admin/users",
  tags,
  summary: "Who has an account, page by page",
  ...guarded("user", "read"),
  request: {
    query: z.object({
      q: freeTextSchema(200).optional(),
      role: z.enum(roles).optional(),
      state: z.enum(["open", "disabled"]).optional(),
      page: z.coerce.number().int().min(1).max(MAX_PAGE).default(1),
    }),
  },
  responses: { 200: jsonAnswer(userListSchema, "One page"), default: problemAnswer },
});

const readRoute = createRoute({
  method: "get",
  path: "/api/admin/users/{id}",
  tags,
  summary: "One person",
  ...guarded("user", "read"),
  request: { params },
  responses: { 200: jsonAnswer(userDetailSchema, "The person"), default: problemAnswer },
});

const rolesRoute = createRoute({
  method: "put",
  path: "/api/admin/users/{id}/roles",
  tags,
  summary: "Give a person exactly these roles",
  ...guarded("user", "write"),
  request: {
    params,
    body: { content: { "application/json": { schema: rolesChangeSchema } }, required: true },
  },
  responses: { 200: jsonAnswer(userDetailSchema, "The person"), default: problemAnswer },
});

const reasonBody = {
  content: { "application/json": { schema: reasonOnlySchema } },
  required: true,
};

const disableRoute = createRoute({
  method: "post",
  path: "/api/admin/users/{id}/disable",
  tags,
  summary: "Close an account and end its sessions",
  ...idempotent(guarded("user", "write"), { optional: true }),
  request: { params, body: reasonBody },
  responses: { 200: jsonAnswer(userDetailSchema, "The person"), default: problemAnswer },
});

const enableRoute = createRoute({
  method: "post",
  path: "/api/admin/users/{id}/enable",
  tags,
  summary: "Open an account again",
  ...idempotent(guarded("user", "write"), { optional: true }),
  request: { params, body: reasonBody },
  responses: { 200: jsonAnswer(userDetailSchema, "The person"), default: problemAnswer },
});

/** The shop's people and what they may do. */
export const adminUserRoutes = area()
  .openapi(listRoute, async (context) => {
    const { database, shop } = context.var;
    const query = context.req.valid("query");
    const list = await database.withShop(shop.id, (transaction) =>
      listUsers(transaction, shop.id, query),
    );
    return context.json(list, 200, noStore);
  })
  .openapi(readRoute, async (context) => {
    const { database, shop } = context.var;
    const { id } = context.req.valid("param");
    const user = await database.withShop(shop.id, (transaction) =>
      readUserDetail(transaction, shop.id, id),
    );
    return context.json(user, 200, noStore);
  })
  .openapi(rolesRoute, async (context) => {
    const { id } = context.req.valid("param");
    const { roles: wanted, reason } = context.req.valid("json");
    const user = await changed(context, { id, reason }, (transaction, shop, change) =>
      setRoles(transaction, shop, { ...change, roles: wanted }),
    );
    return context.json(user, 200, noStore);
  })
  .openapi(disableRoute, async (context) => {
    const { id } = context.req.valid("param");
    const { reason } = context.req.valid("json");
    return context.json(await changed(context, { id, reason }, disableUser), 200, noStore);
  })
  .openapi(enableRoute, async (context) => {
    const { id } = context.req.valid("param");
    const { reason } = context.req.valid("json");
    return context.json(await changed(context, { id, reason }, enableUser), 200, noStore);
  });

function changed(
  context: Context<AppEnv>,
  { id, reason }: { id: string; reason: string },
  change: (transaction: ShopTransaction, shop: string, what: UserChange) => Promise<void>,
) {
  const { database, shop, principal } = context.var;
  return database.withShop(shop.id, async (transaction) => {
    await change(transaction, shop.id, { principal, userId: id, reason });
    return readUserDetail(transaction, shop.id, id);
  });
}
