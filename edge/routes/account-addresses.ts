import { createRoute, z } from "@hono/zod-openapi";
import {
  addressListSchema,
  MAX_ADDRESSES,
  savedAddressSchema,
} from "@slipstream/contracts/account-api";
import { addressSchema } from "@slipstream/contracts/address";
import { ProblemError } from "@slipstream/contracts/problems";
import { addresses } from "@slipstream/migrations/schema";
import { and, asc, count, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { toAddressRow } from "../accounts/addresses.ts";
import { lockMember } from "../accounts/lock-member.ts";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { memberOf } from "../api/member.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { jsonAnswer, jsonBody, noContent, problemAnswer } from "./answers.ts";

const params = z.object({ id: z.uuid() });
const addressAnswer = jsonAnswer(savedAddressSchema, "The address");

const listRoute = createRoute({
  method: "get",
  path: "/api/account/addresses",
  summary: "One's addresses, the first written first",
  ...guarded("account", "read"),
  responses: { 200: jsonAnswer(addressListSchema, "The addresses"), default: problemAnswer },
});

const addRoute = createRoute({
  method: "post",
  path: "/api/account/addresses",
  summary: "Keep an address",
  ...idempotent(guarded("account", "write"), { optional: true }),
  request: { body: jsonBody(addressSchema) },
  responses: { 201: addressAnswer, default: problemAnswer },
});

const changeRoute = createRoute({
  method: "put",
  path: "/api/account/addresses/{id}",
  summary: "Write an address anew",
  ...guarded("account", "write"),
  request: { params, body: jsonBody(addressSchema) },
  responses: { 200: addressAnswer, default: problemAnswer },
});

const removeRoute = createRoute({
  method: "delete",
  path: "/api/account/addresses/{id}",
  summary: "Forget an address; orders keep what they were sent to",
  ...guarded("account", "write"),
  request: { params },
  responses: { 204: noContent("Forgotten"), default: problemAnswer },
});

/** The addresses that a member keeps. */
export const addressRoutes = area()
  .openapi(listRoute, async (context) => {
    const { shop, userId } = memberOf(context);
    const rows = await context.var.database.withShop(shop, (transaction) =>
      transaction
        .select()
        .from(addresses)
        .where(eq(addresses.userId, userId))
        .orderBy(asc(addresses.createdAt)),
    );
    context.header("cache-control", "no-store");
    return context.json({ addresses: rows.map(toAddress) }, 200);
  })
  .openapi(addRoute, async (context) => {
    const { shop, userId } = memberOf(context);
    const values = toAddressRow(context.req.valid("json"));
    const row = await context.var.database.withShop(shop, async (transaction) => {
      await lockMember(transaction, userId);
      const [kept] = await transaction
        .select({ number: count() })
        .from(addresses)
        .where(eq(addresses.userId, userId));
      if (kept && kept.number >= MAX_ADDRESSES) throw new ProblemError("too_many_addresses");
      const [added] = await transaction
        .insert(addresses)
        .values({ id: uuidv7(), shopId: shop, userId, ...values })
        .returning();
      return added!;
    });
    context.header("cache-control", "no-store");
    return context.json(toAddress(row), 201);
  })
  .openapi(changeRoute, async (context) => {
    const { shop, userId } = memberOf(context);
    const { id } = context.req.valid("param");
    const values = toAddressRow(context.req.valid("json"));
    const [row] = await context.var.database.withShop(shop, (transaction) =>
      transaction.update(addresses).set(values).where(isTheirs(id, userId)).returning(),
    );
    if (!row) throw new ProblemError("unknown_address");
    context.header("cache-control", "no-store");
    return context.json(toAddress(row), 200);
  })
  .openapi(removeRoute, async (context) => {
    const { shop, userId } = memberOf(context);
    const { id } = context.req.valid("param");
    const removed = await context.var.database.withShop(shop, (transaction) =>
      transaction.delete(addresses).where(isTheirs(id, userId)).returning({ id: addresses.id }),
    );
    if (removed.length === 0) throw new ProblemError("unknown_address");
    return context.body(null, 204);
  });

/** Foreign ones are as if they were not there. */
function isTheirs(id: string, userId: string) {
  return and(eq(addresses.id, id), eq(addresses.userId, userId));
}

function toAddress(row: typeof addresses.$inferSelect) {
  const { id, name, line1, line2, city, postcode, region, country, phone } = row;
  return {
    id,
    name,
    line1,
    ...(line2 === null ? {} : { line2 }),
    city,
    postcode,
    ...(region === null ? {} : { region }),
    country,
    ...(phone === null ? {} : { phone }),
  };
}
