import { createRoute, z } from "@hono/zod-openapi";
import { orderNumberSchema } from "@slipstream/contracts/order-api";
import {
  doneSchema,
  refundSchema,
  returnDecisionSchema,
  returnReceiveSchema,
  saleDetailSchema,
  saleListSchema,
  salesQuerySchema,
  shipSchema,
} from "@slipstream/contracts/sales-api";
import type { Context } from "hono";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import type { AppEnv } from "../app-env.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { sendMailsSoon } from "../mail/send.ts";
import { listSales, readSale } from "../orders/read-sales.ts";
import { refundSale } from "../orders/refund-sale.ts";
import { decideReturn, receiveReturn } from "../orders/returns.ts";
import { scopeOf } from "../orders/scope.ts";
import { deliverParcel, shipLines } from "../orders/ship.ts";
import { paymentSurroundingsOf } from "../payments/surroundings-of.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const own = { "cache-control": "no-store" };
const params = z.object({ number: orderNumberSchema });
const partParams = params.extend({ id: z.uuid() });
const done = { 200: jsonAnswer(doneSchema, "Where the order is now"), default: problemAnswer };

const listRoute = createRoute({
  ...guarded("sale", "read"),
  method: "get",
  path: "/api/sales",
  summary: "Orders with lines of one's own; all orders for admins",
  request: { query: salesQuerySchema },
  responses: { 200: jsonAnswer(saleListSchema, "One page"), default: problemAnswer },
});

const readRoute = createRoute({
  ...guarded("sale", "read"),
  method: "get",
  path: "/api/sales/{number}",
  summary: "One's own part of an order, and where to send it",
  request: { params },
  responses: { 200: jsonAnswer(saleDetailSchema, "The sale"), default: problemAnswer },
});

const shipRoute = createRoute({
  ...idempotent(guarded("sale", "fulfil"), { optional: true }),
  method: "post",
  path: "/api/sales/{number}/shipments",
  summary: "A parcel left",
  request: { params, body: { ...jsonAnswer(shipSchema, "The parcel"), required: true } },
  responses: done,
});

const deliverRoute = createRoute({
  ...idempotent(guarded("sale", "fulfil"), { optional: true }),
  method: "post",
  path: "/api/sales/{number}/shipments/{id}/deliver",
  summary: "A parcel arrived",
  request: { params: partParams },
  responses: done,
});

const refundRoute = createRoute({
  ...idempotent(guarded("sale", "refund")),
  method: "post",
  path: "/api/sales/{number}/refunds",
  summary: "Give money back: for units that will not be sent, or an amount",
  description: "Needs an `Idempotency-Key`.",
  request: { params, body: { ...jsonAnswer(refundSchema, "What"), required: true } },
  responses: done,
});

const decisionRoute = createRoute({
  ...idempotent(guarded("sale", "refund"), { optional: true }),
  method: "post",
  path: "/api/sales/{number}/returns/{id}/decision",
  summary: "Say yes or no to a return",
  request: {
    params: partParams,
    body: { ...jsonAnswer(returnDecisionSchema, "The answer"), required: true },
  },
  responses: done,
});

const receiveRoute = createRoute({
  ...idempotent(guarded("sale", "refund"), { optional: true }),
  method: "post",
  path: "/api/sales/{number}/returns/{id}/receive",
  summary: "The goods of a return are here: stock and money go back",
  request: {
    params: partParams,
    body: { ...jsonAnswer(returnReceiveSchema, "What becomes of them"), required: true },
  },
  responses: done,
});

/** Orders, as those who fulfil them see them. */
export const saleRoutes = area()
  .openapi(listRoute, async (context) => {
    const { database, shop, principal, reach } = context.var;
    const query = context.req.valid("query");
    const list = await database.withShop(shop.id, (transaction) =>
      listSales(transaction, shop.id, scopeOf(principal, reach), query),
    );
    return context.json(list, 200, own);
  })
  .openapi(readRoute, async (context) => {
    const { database, shop, principal, reach } = context.var;
    const { number } = context.req.valid("param");
    const sale = await database.withShop(shop.id, (transaction) =>
      readSale(transaction, shop.id, number, scopeOf(principal, reach)),
    );
    return context.json(sale, 200, own);
  })
  .openapi(shipRoute, async (context) => {
    const work = { ...workOf(context, context.req.valid("param")), ...context.req.valid("json") };
    const state = await shipLines(paymentSurroundingsOf(context), work);
    return answer(context, work.number, state);
  })
  .openapi(deliverRoute, async (context) => {
    const { id: shipmentId } = context.req.valid("param");
    const work = { ...workOf(context, context.req.valid("param")), shipmentId };
    const state = await deliverParcel(paymentSurroundingsOf(context), work);
    return answer(context, work.number, state);
  })
  .openapi(refundRoute, async (context) => {
    const request = context.req.valid("json");
    const work = { ...workOf(context, context.req.valid("param")), request };
    const state = await refundSale(paymentSurroundingsOf(context), work);
    return answer(context, work.number, state);
  })
  .openapi(decisionRoute, async (context) => {
    const { id: returnId } = context.req.valid("param");
    const decision = { returnId, ...context.req.valid("json") };
    const work = { ...workOf(context, context.req.valid("param")), ...decision };
    const state = await decideReturn(paymentSurroundingsOf(context), work);
    return answer(context, work.number, state);
  })
  .openapi(receiveRoute, async (context) => {
    const { id: returnId } = context.req.valid("param");
    const receipt = { returnId, ...context.req.valid("json") };
    const work = { ...workOf(context, context.req.valid("param")), ...receipt };
    const state = await receiveReturn(paymentSurroundingsOf(context), work);
    return answer(context, work.number, state);
  });

function workOf(context: Context<AppEnv>, { number }: { number: string }) {
  const { principal, reach } = context.var;
  return { number, principal, scope: scopeOf(principal, reach) };
}

function answer(
  context: Context<AppEnv>,
  number: string,
  state: z.infer<typeof doneSchema>["state"],
) {
  sendMailsSoon(context);
  return context.json({ number, state }, 200, own);
}
