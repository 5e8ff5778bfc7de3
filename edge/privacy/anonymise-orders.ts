import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import type { Erasable } from "./erasable.ts";

/** Orders whose goods the buyer still waits for, or which are being paid at this moment. */
const UNDER_WAY = ["created", "payment_pending", "paid", "partly_fulfilled"];

/**
 * The orders of a person, and how many of them are under way; locked until the transaction ends. An
 * order of a member is reached by its member alone: browsers are shared, and outlive sessions.
 */
export async function lockOrders(
  transaction: ShopTransaction,
  { shop, userId, visitorIds, email, cartId }: Erasable,
): Promise<{ ids: string[]; underWay: number }> {
  const rows = await run<{ id: string; state: string }>(
    transaction,
    sql`
      select id, state::text from orders
      where shop_id = ${shop} and (user_id = ${userId ?? null}::uuid or (user_id is null and (
        visitor_id = any(${textArray(visitorIds)}) or cart_id = ${cartId ?? null}::uuid
        or lower(email) = lower(${email ?? null}))))
      order by id for update`,
  );
  return {
    ids: rows.map(({ id }) => id),
    underWay: rows.filter(({ state }) => UNDER_WAY.includes(state)).length,
  };
}

/**
 * Takes the person out of their orders. What was sold, when, for how much, with which tax and to
 * which country stays: the law wants accounts. Whom it was sold to does not.
 */
export async function anonymiseOrders(
  transaction: ShopTransaction,
  { shop, userId }: Erasable,
  orderIds: readonly string[],
): Promise<void> {
  if (orderIds.length === 0) return;
  const ids = uuidArray(orderIds);
  const country = (column: string) =>
    sql.raw(`case when ${column} is null then null
      else jsonb_strip_nulls(jsonb_build_object('country', ${column} -> 'country')) end`);
  await Promise.all([
    run(
      transaction,
      sql`
        update orders set user_id = null, visitor_id = null, email = null, access_hash = null,
          cart_id = null, shipping_address = ${country("shipping_address")},
          billing_address = ${country("billing_address")}
        where shop_id = ${shop} and id = any(${ids})`,
    ),
    run(
      transaction,
      sql`
        update order_events set data = '{}'::jsonb,
          actor_id = nullif(actor_id, ${userId ?? null})
        where shop_id = ${shop} and order_id = any(${ids})`,
    ),
    run(
      transaction,
      sql`
        update order_returns set reason = '', answer = ''
        where shop_id = ${shop} and order_id = any(${ids})`,
    ),
    run(
      transaction,
      sql`
        update payments set action = null where shop_id = ${shop} and order_id = any(${ids})`,
    ),
    run(
      transaction,
      sql`
        update discount_uses set customer = 'erased'
        where shop_id = ${shop} and order_id = any(${ids})`,
    ),
    run(
      transaction,
      sql`
        update payment_webhooks set payload = '{}'::jsonb
        where shop_id = ${shop} and exists (
          select from payments p where p.order_id = any(${ids})
            and position(p.provider_reference in payload::text) > 0)`,
    ),
    run(
      transaction,
      sql`
        delete from idempotency_keys
        where shop_id = ${shop} and exists (
          select from unnest(${ids}) as o(id) where position(o.id::text in body::text) > 0)`,
    ),
  ]);
}

/** Ids as a literal: the driver of the worker knows no arrays. */
function uuidArray(ids: readonly string[]) {
  return sql`${`{${ids.join(",")}}`}::uuid[]`;
}

export function textArray(texts: readonly string[]) {
  return sql`array(select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb))`;
}
