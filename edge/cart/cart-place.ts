import { type SQL, sql } from "drizzle-orm";
import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { Principal } from "../auth/principal.ts";
import { cartIdOf, readCartToken } from "./cart-cookie.ts";

/** Where a cart is: a member's is the same on all devices, a guest's is the browser's. */
export type CartPlace = { userId: string } | { cartId: string };

/**
 * The cart that a request speaks of; undefined for a guest who has none yet. On routes that are not
 * `guarded`, say who asks.
 */
export async function placeOf(
  context: Context<AppEnv>,
  principal: Principal = context.var.principal,
): Promise<CartPlace | undefined> {
  const { shop } = context.var;
  if (principal.userId !== undefined) return { userId: principal.userId };
  const token = readCartToken(context.req.raw);
  return token === undefined ? undefined : { cartId: await cartIdOf(shop.id, token) };
}

/**
 * True for the row of `carts` that is there, while it has not become an order. A guest's token does
 * not open a cart that has become a member's.
 */
export function isCart(shop: string, place: CartPlace): SQL {
  const whose =
    "userId" in place
      ? sql`carts.user_id = ${place.userId}::uuid`
      : sql`carts.id = ${place.cartId}::uuid and carts.user_id is null`;
  return sql`(carts.shop_id = ${shop} and carts.ordered_at is null and ${whose})`;
}
