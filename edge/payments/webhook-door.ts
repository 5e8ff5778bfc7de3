import { Hono } from "hono";
import type { AppEnv } from "../app-env.ts";
import { problemResponse } from "../middleware/problem.ts";
import { prepareRequest, resolveShop } from "../middleware/request.ts";
import { paymentWebhookRoutes } from "../routes/payment-webhooks.ts";

/**
 * The way of webhooks into the API, for a provider that runs within it: the same route as from
 * outside, with all that stands before it.
 */
export const webhookDoor = new Hono<AppEnv>()
  .onError((error) => problemResponse(error))
  .use("/api/*", prepareRequest, resolveShop)
  .route("/", paymentWebhookRoutes);
