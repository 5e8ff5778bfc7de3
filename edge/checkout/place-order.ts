import type { CheckoutRequest, ChosenShipping } from "@slipstream/contracts/checkout-api";
import type { Language } from "@slipstream/contracts/languages";
import { ProblemError } from "@slipstream/contracts/problems";
import type { Totals } from "@slipstream/contracts/totals";
import { orderLines, orders, users } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import type { Principal } from "../auth/principal.ts";
import type { CartPlace } from "../cart/cart-place.ts";
import { customerOf } from "../cart/customer.ts";
import { type LoadedCart, loadCart } from "../cart/read-cart.ts";
import type { LineRow } from "../cart/read-lines.ts";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import { logOrderEvent, transition } from "../orders/transition.ts";
import { writeFacts } from "../outbox/write.ts";
import { type Priced, priceOrder } from "../pricing/totals.ts";
import { readShopSettings } from "../settings/shop-settings.ts";
import { reserve } from "../stock/reservations.ts";
import { useDiscount } from "./discount-use.ts";
import { newOrderNumber } from "./order-number.ts";
import { readRules } from "./rules.ts";

const MINUTE_MS = 60_000;

/** An order that was just made. */
export interface PlacedOrder {
  orderId: string;
  number: string;
  expiresAt: Date;
  totals: Totals;
}

interface Placing {
  shop: { id: string; currency: string };
  principal: Principal;
  cart: CartPlace;
  request: CheckoutRequest;
  orderId: string;
  accessHash: string;
  /** In which the buyer is written to. */
  language: Language;
}

/**
 * Makes a cart an order that waits for its payment: prices reckoned anew, stock held, the code's use
 * counted; all in this one transaction, or nothing. Locks in one order everywhere: cart, order,
 * stock by sku, code.
 *
 * Throws `empty_cart` (also for a cart that has become an order), `out_of_stock` with an issue for
 * each sku, `unknown_shipping_method`, `invalid_discount`, `price_changed`, `invalid_request` (a
 * guest without an email address).
 */
export async function placeOrder(
  transaction: ShopTransaction,
  placing: Placing,
): Promise<PlacedOrder> {
  const { shop, request, orderId, principal, language } = placing;
  const { country } = request.shippingAddress;
  const email = await emailOf(transaction, placing);
  const [cart, rules] = await Promise.all([
    loadCart(transaction, shop.id, {
      place: placing.cart,
      language,
      lock: true,
      email,
    }),
    readRules(transaction, shop.id, { country, language }),
  ]);
  if (!cart || cart.rows.length === 0) throw new ProblemError("empty_cart");
  refuseWhatIsGone(cart.rows);
  const priced = priceOrder({
    currency: shop.currency,
    lines: cart.priced,
    rules,
    place: request.shippingAddress,
    code: cart.code,
    shippingMethodId: request.shippingMethodId,
    nowMs: Date.now(),
  });
  const chosen = refuseOtherTerms(priced, request);
  const { "checkout.reservation_minutes": held } = await readShopSettings(transaction, shop.id);
  const expiresAt = new Date(Date.now() + held * MINUTE_MS);
  const number = newOrderNumber();
  await insertOrder(transaction, placing, { number, email, cart, priced, chosen, expiresAt });
  await reserve(transaction, shop.id, orderId, cart.rows, expiresAt);
  const code = codeInForce(cart, priced);
  if (code !== undefined) {
    const customer = await customerOf(shop.id, { userId: principal.userId, email });
    await useDiscount(transaction, shop.id, { code, orderId, customer: customer! });
  }
  const cause = { principal };
  await logOrderEvent(transaction, { shop: shop.id, orderId, kind: "created", ...cause });
  await transition(transaction, shop.id, orderId, "payment_pending", cause);
  await writeFacts(transaction, shop.id, [
    {
      type: "checkout",
      visitorId: principal.visitorId,
      userId: principal.userId,
      orderId,
      lines: cart.rows.map((row) => ({
        itemId: row.itemId,
        variantId: row.sku,
        quantity: row.quantity,
        priceMinor: row.priceMinor!,
        currency: shop.currency,
      })),
    },
  ]);
  return { orderId, number, expiresAt, totals: priced.totals };
}

async function emailOf(transaction: ShopTransaction, placing: Placing): Promise<string> {
  const { userId } = placing.principal;
  if (userId !== undefined) {
    const [user] = await transaction
      .select({ email: users.email })
      .from(users)
      .where(and(eq(users.shopId, placing.shop.id), eq(users.id, userId)));
    if (user) return user.email;
  }
  const { email } = placing.request;
  if (email !== undefined) return email;
  throw new ProblemError("invalid_request", {
    issues: [{ path: "email", message: "Please say where we may write to" }],
  });
}

function refuseWhatIsGone(rows: readonly LineRow[]): void {
  const gone = rows.filter(({ priceMinor }) => priceMinor === null);
  if (gone.length === 0) return;
  throw new ProblemError("out_of_stock", {
    issues: gone.map(({ sku }) => ({ path: sku, message: "It is not sold any more." })),
  });
}

function refuseOtherTerms(priced: Priced, request: CheckoutRequest): ChosenShipping {
  const { chosen, discount, totals } = priced;
  if (chosen?.id !== request.shippingMethodId) throw new ProblemError("unknown_shipping_method");
  const { expectedTotalMinor } = request;
  if (discount?.problem && expectedTotalMinor === undefined) {
    throw new ProblemError("invalid_discount", { detail: discount.problem });
  }
  if (expectedTotalMinor !== undefined && expectedTotalMinor !== totals.totalMinor) {
    throw new ProblemError("price_changed", {
      issues: Object.entries(totals).flatMap(([name, value]) =>
        typeof value === "number" ? { path: name, message: String(value) } : [],
      ),
    });
  }
  return chosen;
}

/** The code that makes the order cheaper, or its delivery free. */
function codeInForce(cart: LoadedCart, { discount }: Priced): string | undefined {
  return discount?.problem === undefined ? cart.code?.code : undefined;
}

async function insertOrder(
  transaction: ShopTransaction,
  { shop, principal, request, orderId, accessHash, language }: Placing,
  made: {
    number: string;
    email: string;
    cart: LoadedCart;
    priced: Priced;
    chosen: ChosenShipping;
    expiresAt: Date;
  },
): Promise<void> {
  const { cart, priced } = made;
  const { taxLines, ...sums } = priced.totals;
  await run(
    transaction,
    sql`update carts set ordered_at = now(), updated_at = now() where id = ${cart.id}::uuid`,
  );
  await transaction.insert(orders).values({
    id: orderId,
    shopId: shop.id,
    number: made.number,
    visitorId: principal.visitorId ?? null,
    userId: principal.userId ?? null,
    cartId: cart.id,
    ...sums,
    taxLines,
    email: made.email,
    language,
    shippingAddress: request.shippingAddress,
    billingAddress: request.billingAddress ?? request.shippingAddress,
    shippingMethod: made.chosen,
    discountCode: codeInForce(cart, priced) ?? null,
    accessHash,
    expiresAt: made.expiresAt,
  });
  await transaction.insert(orderLines).values(
    cart.rows.map((row, position) => ({
      shopId: shop.id,
      orderId,
      position,
      sku: row.sku,
      productId: row.itemId,
      title: row.title ?? row.sku,
      quantity: row.quantity,
      sellerId: row.sellerId,
      imageUrl: row.image?.url ?? null,
      options: row.options ?? {},
      priceMinor: row.priceMinor!,
      discountMinor: priced.discount?.perLineMinor[position] ?? 0,
      taxMinor: priced.taxPerLineMinor[position] ?? 0,
      requestId: row.requestId,
    })),
  );
}
