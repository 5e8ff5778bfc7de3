import { MAX_CART_LINES, MAX_QUANTITY } from "@slipstream/contracts/cart-api";
import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";

/**
 * Takes a guest's cart over into the member's, at sign-in: quantities add up as far as stock and 99
 * go, never below what either cart held; of what is new to the member's cart the oldest, until it is
 * full. A code holds on where the member's cart has none. The guest's cart is gone afterwards. Does
 * nothing where the guest has none.
 */
export async function mergeCarts(
  transaction: ShopTransaction,
  shop: string,
  { guestCartId, userId }: { guestCartId: string; userId: string },
): Promise<void> {
  const [guest] = await run<{ currency: string }>(
    transaction,
    sql`
      select currency from carts
      where shop_id = ${shop} and id = ${guestCartId}::uuid and user_id is null
        and ordered_at is null
      for update`,
  );
  if (!guest) return;
  const mine = sql`(select id from carts
    where shop_id = ${shop} and user_id = ${userId}::uuid and ordered_at is null)`;
  const theirs = sql`${guestCartId}::uuid`;
  await Promise.all([
    run(
      transaction,
      sql`
        insert into carts as c (id, shop_id, visitor_id, user_id, currency, discount_code)
        select ${crypto.randomUUID()}::uuid, shop_id, visitor_id, ${userId}::uuid, currency,
          discount_code
        from carts where id = ${theirs}
        on conflict (shop_id, user_id) where ordered_at is null do update set
          discount_code = coalesce(c.discount_code, excluded.discount_code), updated_at = now()`,
    ),
    run(
      transaction,
      sql`
        insert into cart_lines as l
          (shop_id, cart_id, sku, product_id, quantity, price_minor, request_id, created_at)
        select g.shop_id, ${mine}, g.sku, g.product_id, g.quantity, g.price_minor, g.request_id,
          g.created_at
        from cart_lines g where g.cart_id = ${theirs} and (
          exists (select from cart_lines m where m.cart_id = ${mine} and m.sku = g.sku)
          or g.sku in (
            select n.sku from cart_lines n where n.cart_id = ${theirs} and not exists (
              select from cart_lines m where m.cart_id = ${mine} and m.sku = n.sku)
            order by n.created_at, n.sku
            limit greatest(0, ${MAX_CART_LINES} - (
              select count(*) from cart_lines m where m.cart_id = ${mine}))))
        on conflict (cart_id, sku) do update set
          quantity = greatest(l.quantity, excluded.quantity, least(${MAX_QUANTITY},
            l.quantity + excluded.quantity, (
              select n.on_hand - n.reserved from inventory n
              where n.shop_id = l.shop_id and n.sku = l.sku))),
          request_id = coalesce(l.request_id, excluded.request_id)`,
    ),
    run(transaction, sql`delete from carts where id = ${theirs}`),
  ]);
}
