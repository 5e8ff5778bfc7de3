import { createRoute, z } from "@hono/zod-openapi";
import {
  addBundleSchema,
  addedBundleSchema,
  addedLineSchema,
  addLineSchema,
  cartDiscountSchema,
  cartSchema,
  cartShareSchema,
  permalinkCartSchema,
  permalinkSchema,
  setLineSchema,
  sharedCartSchema,
  shareTokenSchema,
  skuSchema,
} from "@slipstream/contracts/cart-api";
import { IDEMPOTENCY_HEADER } from "@slipstream/contracts/idempotency";
import { ProblemError } from "@slipstream/contracts/problems";
import { sql } from "drizzle-orm";
import type { Context, MiddlewareHandler } from "hono";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import type { AppEnv } from "../app-env.ts";
import { addBundle, addLine } from "../cart/add-line.ts";
import { cartCookie, giveCartToken, hasFreshCart, readCartToken } from "../cart/cart-cookie.ts";
import { type CartPlace, isCart, placeOf } from "../cart/cart-place.ts";
import { setLine } from "../cart/change-line.ts";
import { loadCart, toCart } from "../cart/read-cart.ts";
import { readPermalink, readShared, shareCart } from "../cart/share.ts";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { languageOf } from "../middleware/language.ts";
import { limitCart } from "../middleware/rate-limit.ts";
import { jsonAnswer, problemAnswer } from "./answers.ts";

const own = { "cache-control": "no-store" };
const cartAnswers = { 200: jsonAnswer(cartSchema, "The cart"), default: problemAnswer };
const line = z.object({ sku: skuSchema });

const getRoute = createRoute({
  ...guarded("cart", "read"),
  method: "get",
  path: "/api/cart",
  summary: "The cart of this member or browser; an empty one where there is none",
  responses: cartAnswers,
});

const adding = startingCart(idempotent(guarded("cart", "write"), { optional: true }));

const addRoute = createRoute({
  ...adding,
  method: "post",
  path: "/api/cart/lines",
  summary: "So many more of a variant, as far as stock goes",
  request: { body: { ...jsonAnswer(addLineSchema, "What to put in"), required: true } },
  responses: {
    200: jsonAnswer(addedLineSchema, "What the cart holds of it"),
    default: problemAnswer,
  },
});

const bundleRoute = createRoute({
  ...adding,
  method: "post",
  path: "/api/cart/bundles",
  summary: "Several at once: all of them, or none",
  request: { body: { ...jsonAnswer(addBundleSchema, "What to put in"), required: true } },
  responses: {
    200: jsonAnswer(addedBundleSchema, "What the cart holds of each"),
    default: problemAnswer,
  },
});

const setRoute = createRoute({
  ...guarded("cart", "write"),
  method: "patch",
  path: "/api/cart/lines/{sku}",
  summary: "Exactly so many of a variant that is in the cart; 0 takes it out",
  request: { params: line, body: { ...jsonAnswer(setLineSchema, "How many"), required: true } },
  responses: cartAnswers,
});

const removeRoute = createRoute({
  ...guarded("cart", "write"),
  method: "delete",
  path: "/api/cart/lines/{sku}",
  summary: "Take a variant out",
  request: { params: line },
  responses: cartAnswers,
});

const discountRoute = createRoute({
  ...guarded("cart", "write"),
  method: "put",
  path: "/api/cart/discount",
  summary: "Enter a discount code; the answer says what it does, or why it does nothing",
  request: { body: { ...jsonAnswer(cartDiscountSchema, "The code"), required: true } },
  responses: cartAnswers,
});

const noDiscountRoute = createRoute({
  ...guarded("cart", "write"),
  method: "delete",
  path: "/api/cart/discount",
  summary: "Take the discount code away",
  responses: cartAnswers,
});

const shareRoute = createRoute({
  ...idempotent(guarded("cart", "write"), { optional: true }),
  method: "post",
  path: "/api/cart/share",
  summary: "A link by which others may take these lines over, for 30 days",
  responses: { 200: jsonAnswer(cartShareSchema, "The link"), default: problemAnswer },
});

const sharedRoute = createRoute({
  method: "get",
  path: "/api/cart/shared/{token}",
  summary: "What somebody shared, at today's prices",
  request: { params: z.object({ token: shareTokenSchema }) },
  responses: { 200: jsonAnswer(sharedCartSchema, "The lines"), default: problemAnswer },
});

const permalinkRoute = createRoute({
  method: "get",
  path: "/api/cart/with/{lines}",
  summary: "What a permalink, `<sku>:<n>,<sku>:<n>`, would put into the cart; changes nothing",
  request: {
    params: z.object({
      lines: z.string().pipe(permalinkSchema).openapi({ type: "string", example: "sku-1:2,sku-2" }),
    }),
  },
  responses: { 200: jsonAnswer(permalinkCartSchema, "The lines"), default: problemAnswer },
});

type InCart = Omit<Parameters<typeof addLine>[0], "line">;

/** The cart. */
export const cartRoutes = area()
  .openapi(getRoute, async (context) => {
    const place = await placeOf(context);
    return context.json(await cartOf(context, place), 200, own);
  })
  .openapi(addRoute, async (context) => {
    const line = context.req.valid("json");
    const added = await inCart(context, (at) => addLine({ ...at, line }));
    return context.json(added, 200, own);
  })
  .openapi(bundleRoute, async (context) => {
    const { lines } = context.req.valid("json");
    const added = await inCart(context, (at) => addBundle({ ...at, lines }));
    return context.json(added, 200, own);
  })
  .openapi(setRoute, async (context) => {
    const { sku } = context.req.valid("param");
    return context.json(await changed(context, sku, context.req.valid("json").quantity), 200, own);
  })
  .openapi(removeRoute, async (context) => {
    const { sku } = context.req.valid("param");
    return context.json(await changed(context, sku, 0), 200, own);
  })
  .openapi(discountRoute, async (context) => {
    return context.json(await withCode(context, context.req.valid("json").code), 200, own);
  })
  .openapi(noDiscountRoute, async (context) =>
    context.json(await withCode(context, null), 200, own),
  )
  .openapi(shareRoute, async (context) => {
    const { database, shop } = context.var;
    const place = await requirePlace(context, "empty_cart");
    const { token, expiresAt } = await database.withShop(shop.id, (transaction) =>
      shareCart(transaction, shop.id, place),
    );
    const url = new URL(`/cart/shared/${token}`, context.req.url).href;
    return context.json({ token, url, expiresAt: expiresAt.toISOString() }, 200, own);
  })
  .openapi(sharedRoute, async (context) => {
    const { database, shop } = context.var;
    const { token } = context.req.valid("param");
    const shared = await database.withShop(shop.id, (transaction) =>
      readShared(transaction, { ...shop, language: languageOf(context.req.raw) }, token),
    );
    return context.json(shared, 200, own);
  })
  .openapi(permalinkRoute, async (context) => {
    const { database, shop } = context.var;
    const { lines } = context.req.valid("param");
    const wanted = await database.withShop(shop.id, (transaction) =>
      readPermalink(transaction, { ...shop, language: languageOf(context.req.raw) }, lines),
    );
    return context.json(wanted, 200, own);
  });

/**
 * Gives a guest without an open cart one before anything else, so that the answer to a key belongs
 * to it: whoever has its cookie is answered the same again, and whoever never got it starts anew.
 */
function startingCart<Route extends { middleware: MiddlewareHandler<AppEnv>[] }>(route: Route) {
  const start: MiddlewareHandler<AppEnv> = async (context, next) => {
    const place = await placeOf(context);
    const isKeyed = context.req.header(IDEMPOTENCY_HEADER) !== undefined;
    if (!place || (isKeyed && (await isClosed(context, place)))) giveCartToken(context.req.raw);
    await next();
  };
  const [guard, ...others] = route.middleware;
  return { ...route, middleware: [guard!, start, ...others] };
}

/** Whether a guest's cart has become an order or a member's. */
async function isClosed(context: Context<AppEnv>, place: CartPlace): Promise<boolean> {
  if ("userId" in place) return false;
  const { database, shop } = context.var;
  const statement = sql`
    select from carts where shop_id = ${shop.id} and id = ${place.cartId}::uuid
      and (ordered_at is not null or user_id is not null)`;
  const rows = await database.withShop(shop.id, (transaction) => run(transaction, statement));
  return rows.length > 0;
}

/** Adds to the cart of who asks; a cart that became an order or a member's is left for a new one. */
async function inCart<Added>(
  context: Context<AppEnv>,
  add: (at: InCart) => Promise<Added | undefined>,
): Promise<Added> {
  const { database, settings, shop, principal } = context.var;
  const request = context.req.raw;
  await limitCart(settings, request);
  const addHere = async () => add({ database, shop, principal, place: (await placeOf(context))! });
  let added = await addHere();
  if (added === undefined) {
    giveCartToken(request);
    added = await addHere();
  }
  if (hasFreshCart(request)) {
    context.header("set-cookie", cartCookie(request, readCartToken(request)!), { append: true });
  }
  return added!;
}

async function requirePlace(
  context: Context<AppEnv>,
  code: "unknown_cart" | "empty_cart",
): Promise<CartPlace> {
  const place = await placeOf(context);
  if (!place) throw new ProblemError(code);
  return place;
}

async function cartOf(
  context: Context<AppEnv>,
  place: CartPlace | undefined,
  change: (transaction: ShopTransaction, place: CartPlace) => Promise<void> = async () => {},
) {
  const { database, shop } = context.var;
  const loaded =
    place &&
    (await database.withShop(shop.id, async (transaction) => {
      await change(transaction, place);
      return loadCart(transaction, shop.id, { place, language: languageOf(context.req.raw) });
    }));
  return toCart(loaded, shop.currency, Date.now());
}

async function changed(context: Context<AppEnv>, sku: string, quantity: number) {
  const { settings, shop, principal } = context.var;
  // Who takes out teaches nothing.
  if (quantity > 0) await limitCart(settings, context.req.raw);
  const found = await requirePlace(context, "unknown_cart");
  return cartOf(context, found, (transaction, place) =>
    setLine(transaction, shop, { place, principal, sku, quantity }),
  );
}

async function withCode(context: Context<AppEnv>, code: string | null) {
  const { shop } = context.var;
  const found = await requirePlace(context, "unknown_cart");
  return cartOf(context, found, async (transaction, place) => {
    const changed = await run(
      transaction,
      sql`
        update carts set discount_code = ${code}::text, updated_at = now()
        where ${isCart(shop.id, place)} returning id`,
    );
    if (changed.length === 0) throw new ProblemError("unknown_cart");
  });
}
