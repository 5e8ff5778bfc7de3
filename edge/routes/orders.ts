import { createRoute, z } from "@hono/zod-openapi";
import {
  cancelOrderSchema,
  invoiceSchema,
  orderDetailSchema,
  orderListSchema,
  orderNumberSchema,
  orderTokenSchema,
  paymentStartSchema,
  requestReturnSchema,
} from "@slipstream/contracts/order-api";
import type { Context } from "hono";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { memberOf } from "../api/member.ts";
import type { AppEnv } from "../app-env.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { sendMailsSoon } from "../mail/send.ts";
import { cancelOrder } from "../orders/cancel.ts";
import { invoiceOf } from "../orders/invoice.ts";
import { listOrders, readOrder } from "../orders/read-order.ts";
import { requestReturn } from "../orders/returns.ts";
import { orderForBuyer } from "../orders/scope.ts";
import { withdrawReturn } from "../orders/withdraw-return.ts";
import { writeAudit } from "../outbox/audit.ts";
import { startPayment } from "../payments/start.ts";
import { paymentSurroundingsOf } from "../payments/surroundings-of.ts";
import { readShopSettings } from "../settings/shop-settings.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const own = { "cache-control": "no-store" };
const params = z.object({ number: orderNumberSchema });
/** For who has no account: the token of the order's link. */
const query = z.object({ token: orderTokenSchema.optional() });

const listRoute = createRoute({
  ...guarded("order", "read"),
  method: "get",
  path: "/api/orders",
  summary: "A member's own orders, newest first",
  request: { query: z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) }) },
  responses: { 200: jsonAnswer(orderListSchema, "One page"), default: problemAnswer },
});

const readRoute = createRoute({
  ...guarded("order", "read"),
  method: "get",
  path: "/api/orders/{number}",
  summary: "One order: one's own, or that of the token",
  request: { params, query },
  responses: { 200: jsonAnswer(orderDetailSchema, "The order"), default: problemAnswer },
});

const invoiceRoute = createRoute({
  ...guarded("order", "read"),
  method: "get",
  path: "/api/orders/{number}/invoice",
  summary: "The invoice of an order that was paid",
  request: { params, query },
  responses: { 200: jsonAnswer(invoiceSchema, "The invoice"), default: problemAnswer },
});

const cancelRoute = createRoute({
  ...idempotent(guarded("order", "cancel"), { optional: true }),
  method: "post",
  path: "/api/orders/{number}/cancel",
  summary: "Cancel an order of which nothing was sent; what was paid goes back",
  request: { params, query, body: { ...jsonAnswer(cancelOrderSchema, "Why"), required: true } },
  responses: { 200: jsonAnswer(orderDetailSchema, "The order"), default: problemAnswer },
});

const returnRoute = createRoute({
  ...idempotent(guarded("order", "requestReturn"), { optional: true }),
  method: "post",
  path: "/api/orders/{number}/returns",
  summary: "Ask to send something back, within the days that the shop allows",
  request: { params, query, body: { ...jsonAnswer(requestReturnSchema, "What"), required: true } },
  responses: { 200: jsonAnswer(orderDetailSchema, "The order"), default: problemAnswer },
});

const withdrawRoute = createRoute({
  ...idempotent(guarded("order", "requestReturn"), { optional: true }),
  method: "post",
  path: "/api/orders/{number}/returns/{returnId}/withdraw",
  summary: "Keep it after all, while nobody has decided on the return",
  request: { params: params.extend({ returnId: z.uuid() }), query },
  responses: { 200: jsonAnswer(orderDetailSchema, "The order"), default: problemAnswer },
});

const payRoute = createRoute({
  ...idempotent(guarded("order", "read"), { optional: true, repeatable: true }),
  method: "post",
  path: "/api/orders/{number}/payment",
  summary: "Begin the payment of an order, or go on with it; an order has one payment",
  request: { params, query },
  responses: {
    200: jsonAnswer(paymentStartSchema, "What the pay page needs"),
    default: problemAnswer,
  },
});

/** Orders, as their buyers see them. */
export const orderRoutes = area()
  .openapi(listRoute, async (context) => {
    const { database, shop } = context.var;
    const { userId } = memberOf(context);
    const { page } = context.req.valid("query");
    const list = await database.withShop(shop.id, (transaction) =>
      listOrders(transaction, shop.id, { userId, page }),
    );
    return context.json(list, 200, own);
  })
  .openapi(readRoute, async (context) => {
    const asked = { ...context.req.valid("param"), ...context.req.valid("query") };
    return context.json(await read(context, await find(context, asked)), 200, own);
  })
  .openapi(invoiceRoute, async (context) => {
    const asked = { ...context.req.valid("param"), ...context.req.valid("query") };
    const order = await read(context, await find(context, asked));
    const { database, shop } = context.var;
    const { "invoice.company": company } = await database.withShop(shop.id, (transaction) =>
      readShopSettings(transaction, shop.id),
    );
    return context.json(invoiceOf(order, { name: shop.name, company }), 200, own);
  })
  .openapi(cancelRoute, async (context) => {
    const { database, shop, principal, reach } = context.var;
    const asked = { ...context.req.valid("param"), ...context.req.valid("query") };
    const { reason } = context.req.valid("json");
    const orderId = await find(context, asked);
    await cancelOrder(paymentSurroundingsOf(context), { orderId, cause: { principal, reason } });
    if (reach === "all") {
      const { number } = asked;
      const entry = { principal, action: "cancel", resource: "order", resourceId: number, reason };
      await database.withShop(shop.id, (transaction) => writeAudit(transaction, shop.id, entry));
    }
    sendMailsSoon(context);
    return context.json(await read(context, orderId), 200, own);
  })
  .openapi(returnRoute, async (context) => {
    const { principal } = context.var;
    const asked = { ...context.req.valid("param"), ...context.req.valid("query") };
    const orderId = await find(context, asked);
    const wish = { orderId, principal, ...context.req.valid("json") };
    await requestReturn(paymentSurroundingsOf(context), wish);
    sendMailsSoon(context);
    return context.json(await read(context, orderId), 200, own);
  })
  .openapi(withdrawRoute, async (context) => {
    const { database, shop, principal } = context.var;
    const { returnId, ...param } = context.req.valid("param");
    const orderId = await find(context, { ...param, ...context.req.valid("query") });
    await withdrawReturn({ database, shop }, { orderId, returnId, principal });
    return context.json(await read(context, orderId), 200, own);
  })
  .openapi(payRoute, async (context) => {
    const asked = { ...context.req.valid("param"), ...context.req.valid("query") };
    const orderId = await find(context, asked);
    const started = await startPayment({ ...paymentSurroundingsOf(context), orderId });
    if (started.action.kind === "none") sendMailsSoon(context);
    return context.json(started, 200, own);
  });

function find(
  context: Context<AppEnv>,
  asked: { number: string; token?: string | undefined },
): Promise<string> {
  const { database, shop, principal, reach } = context.var;
  const { number, token } = asked;
  return database.withShop(shop.id, (transaction) =>
    orderForBuyer(transaction, shop.id, { number, token, principal, reach }),
  );
}

function read(context: Context<AppEnv>, orderId: string) {
  const { database, shop } = context.var;
  return database.withShop(shop.id, (transaction) => readOrder(transaction, shop.id, orderId));
}
