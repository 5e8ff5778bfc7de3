import { createRoute } from "@hono/zod-openapi";
import { currenciesSchema } from "@slipstream/contracts/cart-api";
import {
  checkoutAnswerSchema,
  checkoutRequestSchema,
  quoteRequestSchema,
  quoteSchema,
} from "@slipstream/contracts/checkout-api";
import { ProblemError } from "@slipstream/contracts/problems";
import type { Context } from "hono";
import { uuidv7 } from "uuidv7";
import { keepAddress } from "../accounts/addresses.ts";
import { listCurrencies } from "../admin/terms.ts";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import type { AppEnv } from "../app-env.ts";
import { placeOf } from "../cart/cart-place.ts";
import { placeOrder } from "../checkout/place-order.ts";
import { quoteCart } from "../checkout/quote.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { log } from "../log.ts";
import { sendMailsSoon } from "../mail/send.ts";
import { languageOf } from "../middleware/language.ts";
import { orderAccess, orderPaths } from "../orders/access.ts";
import { requireProvider } from "../payments/providers.ts";
import { startPayment } from "../payments/start.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const own = { "cache-control": "no-store" };

const quoteRoute = createRoute({
  ...guarded("cart", "read"),
  method: "post",
  path: "/api/checkout/quote",
  summary: "What the cart costs, delivered to a place: ways of delivery, taxes, totals",
  request: { body: { ...jsonAnswer(quoteRequestSchema, "Where to"), required: true } },
  responses: { 200: jsonAnswer(quoteSchema, "The quote"), default: problemAnswer },
});

const checkoutRoute = createRoute({
  ...idempotent(guarded("order", "create")),
  method: "post",
  path: "/api/checkout",
  summary: "Make the cart an order: prices reckoned anew, its stock held for 15 minutes",
  description:
    "Needs an `Idempotency-Key`. `out_of_stock` names each sku; `price_changed` the new totals.",
  request: { body: { ...jsonAnswer(checkoutRequestSchema, "Who and where"), required: true } },
  responses: { 201: jsonAnswer(checkoutAnswerSchema, "The order"), default: problemAnswer },
});

const currenciesRoute = createRoute({
  method: "get",
  path: "/api/currencies",
  summary: "What prices are shown as in other currencies; orders are in the shop's own",
  responses: { 200: jsonAnswer(currenciesSchema, "The rates"), default: problemAnswer },
});

/** From the cart to an order that waits for its payment. */
export const checkoutRoutes = area()
  .openapi(quoteRoute, async (context) => {
    const { database, shop } = context.var;
    const { place, shippingMethodId, email } = context.req.valid("json");
    const cart = await placeOf(context);
    if (!cart) throw new ProblemError("empty_cart");
    const quote = await database.withShop(shop.id, (transaction) =>
      quoteCart(transaction, shop, {
        cart,
        language: languageOf(context.req.raw),
        place,
        shippingMethodId,
        email,
      }),
    );
    return context.json(quote, 200, own);
  })
  .openapi(checkoutRoute, async (context) => {
    const { database, shop, principal, settings } = context.var;
    // Before anything is held for an order that nobody could pay.
    requireProvider(settings);
    const request = context.req.valid("json");
    const cart = await placeOf(context);
    if (!cart) throw new ProblemError("empty_cart");
    const orderId = uuidv7();
    const secret = settings.COOKIE_SECRET;
    const { token, hash } = await orderAccess({ secret, shop: shop.id, orderId });
    const language = languageOf(context.req.raw);
    const placing = { shop, principal, cart, request, orderId, accessHash: hash, language };
    const order = await database.withShop(shop.id, async (transaction) => {
      const { expiresAt, ...placed } = await placeOrder(transaction, placing);
      const { userId } = principal;
      if (request.keepAddress && userId !== undefined) {
        const address = request.shippingAddress;
        await keepAddress(transaction, { shop: shop.id, userId, address });
      }
      const order = {
        ...placed,
        accessToken: token,
        expiresAt: expiresAt.toISOString(),
        payPath: orderPaths(placed.number, token).pay,
      };
      // A guest whose answer is lost would have no other way to the order.
      await context.var.keepAnswer?.(transaction, { status: 201, body: JSON.stringify(order) });
      return order;
    });
    const payment = await beginPayment(context, orderId);
    // Where there was nothing to pay the order is done, and its letter waits.
    if (payment?.action.kind === "none") sendMailsSoon(context);
    return context.json({ ...order, ...(payment ? { payment } : {}) }, 201, own);
  })
  .openapi(currenciesRoute, async (context) => {
    const { database, shop } = context.var;
    const rates = await database.withShop(shop.id, (transaction) =>
      listCurrencies(transaction, shop.id),
    );
    const headers = { "cache-control": "public, max-age=300" };
    return context.json({ currency: shop.currency, rates }, 200, headers);
  });

/** The order stands, whether the provider answers or not: the pay page begins it again. */
async function beginPayment(context: Context<AppEnv>, orderId: string) {
  const { database, shop, settings } = context.var;
  const { origin } = new URL(context.req.url);
  try {
    return await startPayment({ database, settings, shop, origin, orderId });
  } catch (error) {
    log("warn", "a payment could not be begun at once", { shop: shop.id, order: orderId, error });
    return undefined;
  }
}
