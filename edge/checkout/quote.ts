import type { Quote } from "@slipstream/contracts/checkout-api";
import type { Language } from "@slipstream/contracts/languages";
import { ProblemError } from "@slipstream/contracts/problems";
import type { CartPlace } from "../cart/cart-place.ts";
import { describeDiscount, loadCart } from "../cart/read-cart.ts";
import { toCartLine } from "../cart/read-lines.ts";
import type { ShopTransaction } from "../database/database.ts";
import type { Place } from "../pricing/tax.ts";
import { priceOrder } from "../pricing/totals.ts";
import { readRules } from "./rules.ts";

/** What a cart costs, delivered to a place. Throws `empty_cart`. */
export async function quoteCart(
  transaction: ShopTransaction,
  shop: { id: string; currency: string },
  options: {
    cart: CartPlace;
    language: Language;
    place: Place;
    shippingMethodId?: string | undefined;
    email?: string | undefined;
  },
): Promise<Quote> {
  const { place, shippingMethodId, email, language } = options;
  const [cart, rules] = await Promise.all([
    loadCart(transaction, shop.id, { place: options.cart, language, email }),
    readRules(transaction, shop.id, { country: place.country, language }),
  ]);
  if (!cart || cart.rows.length === 0) throw new ProblemError("empty_cart");
  const { code, priced } = cart;
  const { totals, discount, methods, chosen } = priceOrder({
    currency: shop.currency,
    lines: priced,
    rules,
    place,
    code,
    shippingMethodId,
    nowMs: Date.now(),
  });
  return {
    lines: cart.rows.map(toCartLine),
    ...(code && discount ? { discount: describeDiscount(code, discount) } : {}),
    methods,
    ...(chosen ? { shippingMethodId: chosen.id } : {}),
    totals,
  };
}
