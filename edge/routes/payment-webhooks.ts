import { createRoute, z } from "@hono/zod-openapi";
import { webhookReceiptSchema } from "@slipstream/contracts/order-api";
import { area } from "../api/area.ts";
import { sendMailsSoon } from "../mail/send.ts";
import { readText } from "../middleware/read-json.ts";
import { receiveWebhook } from "../payments/receive.ts";
import { paymentSurroundingsOf } from "../payments/surroundings-of.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const MAX_BODY_BYTES = 256 * 1024;

const webhookRoute = createRoute({
  method: "post",
  path: "/api/payments/webhooks/{provider}",
  summary: "What a payment provider tells us; signed, and each once",
  request: { params: z.object({ provider: z.string().max(20) }) },
  responses: {
    200: jsonAnswer(webhookReceiptSchema, "It was taken, now or before"),
    default: problemAnswer,
  },
});

/** Where payment providers post. The body is read as it came, since its bytes are signed. */
export const paymentWebhookRoutes = area().openapi(webhookRoute, async (context) => {
  const { provider } = context.req.valid("param");
  const body = await readText(context.req.raw, MAX_BODY_BYTES);
  const { headers } = context.req.raw;
  const handled = await receiveWebhook(paymentSurroundingsOf(context), provider, { body, headers });
  sendMailsSoon(context);
  return context.json({ received: true as const, handled }, 200, { "cache-control": "no-store" });
});
