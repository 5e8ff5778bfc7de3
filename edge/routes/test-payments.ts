import { createRoute } from "@hono/zod-openapi";
import {
  type TestOutcome,
  testCardSchema,
  testChallengeSchema,
  testOutcomeSchema,
} from "@slipstream/contracts/order-api";
import type { Context } from "hono";
import { area } from "../api/area.ts";
import type { AppEnv } from "../app-env.ts";
import { log } from "../log.ts";
import { openProvider } from "../payments/providers.ts";
import {
  answerTestChallenge,
  confirmTestCard,
  DELAY_MS,
} from "../payments/test-provider/confirm.ts";
import { deliverDue } from "../payments/test-provider/deliveries.ts";
import { webhookDoor } from "../payments/webhook-door.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const own = { "cache-control": "no-store" };
/** A little after the delayed webhook is due. */
const AFTER_DELAY_MS = DELAY_MS + 50;

const cardRoute = createRoute({
  method: "post",
  path: "/api/payments/test/confirm",
  summary: "Test provider: pay with a test card; no money moves",
  request: { body: { ...jsonAnswer(testCardSchema, "The card"), required: true } },
  responses: { 200: jsonAnswer(testOutcomeSchema, "What its bank says"), default: problemAnswer },
});

const challengeRoute = createRoute({
  method: "post",
  path: "/api/payments/test/challenge",
  summary: "Test provider: answer the bank's question",
  request: { body: { ...jsonAnswer(testChallengeSchema, "Yes or no"), required: true } },
  responses: { 200: jsonAnswer(testOutcomeSchema, "What the bank says"), default: problemAnswer },
});

/**
 * What a real provider does at its own address: takes a card, asks back, and tells by webhook. Where
 * it is switched off: `unknown_payment_provider`.
 */
export const testPaymentRoutes = area()
  .openapi(cardRoute, async (context) => {
    const { database, shop } = context.var;
    openProvider("test", context.var);
    const place = { database, shop: shop.id };
    const outcome = await confirmTestCard(place, context.req.valid("json"));
    await tell(context, outcome);
    return context.json(outcome, 200, own);
  })
  .openapi(challengeRoute, async (context) => {
    const { database, shop } = context.var;
    openProvider("test", context.var);
    const place = { database, shop: shop.id };
    const outcome = await answerTestChallenge(place, context.req.valid("json"));
    await tell(context, outcome);
    return context.json(outcome, 200, own);
  });

/** Posts the webhooks that are due; what the bank says later follows after this answer. */
async function tell(context: Context<AppEnv>, { status }: TestOutcome): Promise<void> {
  await deliver(context);
  if (status !== "processing") return;
  const later = new Promise((resolve) => setTimeout(resolve, AFTER_DELAY_MS))
    .then(() => deliver(context))
    .catch((error: unknown) => log("error", "a delayed test webhook was not sent", { error }));
  context.executionCtx.waitUntil(later);
}

async function deliver(context: Context<AppEnv>): Promise<void> {
  const { database, settings, shop } = context.var;
  await deliverDue({
    database,
    shop: shop.id,
    secret: settings.INTERNAL_SECRET,
    origin: new URL(context.req.url).origin,
    post: (request) => webhookDoor.fetch(request, context.env, context.executionCtx),
  });
}
