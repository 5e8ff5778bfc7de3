import { createRoute, z } from "@hono/zod-openapi";
import { ProblemError } from "@slipstream/contracts/problems";
import {
  balancesSchema,
  commissionSchema,
  payoutSchema,
  sellerBalanceSchema,
  statementSchema,
} from "@slipstream/contracts/sales-api";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { readBalances, readStatement, recordPayout, setCommission } from "../orders/payouts.ts";
import { scopeOf } from "../orders/scope.ts";
import { jsonAnswer, jsonBody, noContent, problemAnswer } from "./answers.ts";

const own = { "cache-control": "no-store" };

const balancesRoute = createRoute({
  ...guarded("payout", "read"),
  method: "get",
  path: "/api/payouts",
  summary: "What the shop owes a seller; for admins everybody",
  responses: { 200: jsonAnswer(balancesSchema, "By seller and currency"), default: problemAnswer },
});

const statementRoute = createRoute({
  ...guarded("payout", "read"),
  method: "get",
  path: "/api/payouts/{sellerId}",
  summary: "A seller's account, entry by entry",
  request: {
    params: z.object({ sellerId: z.uuid() }),
    query: z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) }),
  },
  responses: { 200: jsonAnswer(statementSchema, "One page"), default: problemAnswer },
});

const payoutRoute = createRoute({
  ...idempotent(guarded("payout", "write")),
  method: "post",
  path: "/api/payouts",
  summary: "Write down money that was sent to a seller",
  description: "Needs an `Idempotency-Key`.",
  request: { body: { ...jsonAnswer(payoutSchema, "How much"), required: true } },
  responses: { 200: jsonAnswer(sellerBalanceSchema, "What is owed then"), default: problemAnswer },
});

const commissionRoute = createRoute({
  ...guarded("payout", "write"),
  method: "put",
  path: "/api/payouts/{sellerId}/commission",
  summary: "Set the shop's share of a seller's sales; those that were made stay as they are",
  request: { params: z.object({ sellerId: z.uuid() }), body: jsonBody(commissionSchema) },
  responses: { 204: noContent("It holds from now on"), default: problemAnswer },
});

/** Sellers' accounts. */
export const payoutRoutes = area()
  .openapi(balancesRoute, async (context) => {
    const { database, shop, principal, reach } = context.var;
    const { sellerId } = scopeOf(principal, reach);
    const balances = await database.withShop(shop.id, (transaction) =>
      readBalances(transaction, shop, sellerId),
    );
    return context.json({ balances }, 200, own);
  })
  .openapi(statementRoute, async (context) => {
    const { database, shop, principal, reach } = context.var;
    const { sellerId } = context.req.valid("param");
    const { page } = context.req.valid("query");
    const scope = scopeOf(principal, reach);
    if (scope.sellerId !== undefined && scope.sellerId !== sellerId) {
      throw new ProblemError("unknown_seller");
    }
    const statement = await database.withShop(shop.id, (transaction) =>
      readStatement(transaction, shop, { sellerId, page }),
    );
    return context.json(statement, 200, own);
  })
  .openapi(payoutRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const payout = { ...context.req.valid("json"), principal };
    const balance = await database.withShop(shop.id, (transaction) =>
      recordPayout(transaction, shop, payout),
    );
    return context.json(balance, 200, own);
  })
  .openapi(commissionRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { sellerId } = context.req.valid("param");
    const change = { principal, sellerId, ...context.req.valid("json") };
    await database.withShop(shop.id, (transaction) => setCommission(transaction, shop.id, change));
    return context.body(null, 204);
  });
