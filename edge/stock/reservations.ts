import { ProblemError } from "@slipstream/contracts/problems";
import { orders } from "@slipstream/migrations/schema";
import { and, eq, inArray, lte, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import { tellAvailability } from "./availability.ts";

// Every path here locks the inventory rows of its skus first, in the order of the skus, and touches
// reservations of a sku only under that lock: so no two of them can wait for each other.

/** How much of one variant. Several lines of one sku add up. */
export interface StockLine {
  sku: string;
  quantity: number;
}

interface Moved extends Record<string, unknown> {
  sku: string;
  before: number;
  after: number;
}

const MAX_RELEASED_AT_ONCE = 200;

/**
 * Holds stock for an order until `expiresAt`. What has expired of these skus is free first. All
 * lines or none: throws `out_of_stock` with an issue for each sku that there is not enough of (the
 * transaction must then be rolled back). Call it once an order.
 */
export async function reserve(
  transaction: ShopTransaction,
  shop: string,
  orderId: string,
  lines: readonly StockLine[],
  expiresAt: Date,
): Promise<void> {
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(bySku(lines))}::jsonb) as w(sku text, quantity int)`;
  const skus = sql`select w.sku from ${wanted}`;
  // Sent one behind the other without waiting: each sees what the one before it did.
  const [, freed, short, held] = await Promise.all([
    run(transaction, lockStock(shop, skus)),
    run<Moved>(transaction, releaseWhere(shop, sql`r.sku in (${skus}) and r.expires_at <= now()`)),
    run<{ sku: string; available: number }>(
      transaction,
      sql`
        select w.sku, greatest(0, coalesce(i.on_hand - i.reserved, 0)) as available
        from ${wanted} left join inventory i on i.shop_id = ${shop} and i.sku = w.sku
        where coalesce(i.on_hand - i.reserved, 0) < w.quantity order by w.sku`,
    ),
    run<Moved>(
      transaction,
      sql`
        with held as (
          update inventory i set reserved = i.reserved + w.quantity, updated_at = now()
          from ${wanted}
          where i.shop_id = ${shop} and i.sku = w.sku and i.on_hand - i.reserved >= w.quantity
          returning i.sku, w.quantity, i.on_hand - i.reserved as after),
        written as (
          insert into reservations (shop_id, order_id, sku, quantity, expires_at)
          select ${shop}, ${orderId}::uuid, sku, quantity, ${expiresAt.toISOString()}::timestamptz
          from held)
        select sku, after + quantity as before, after from held`,
    ),
  ]);
  if (short.length > 0) throw outOfStock(short);
  await tellAvailability(transaction, shop, [...freed, ...held]);
}

/**
 * Takes the stock of an order that was paid out of the shelf. What had expired meanwhile is taken
 * from what is left; throws `out_of_stock` where that is not enough (nothing is then changed, and
 * the money must go back). An order whose stock is taken already is left as it is.
 */
export async function takeReserved(
  transaction: ShopTransaction,
  shop: string,
  orderId: string,
): Promise<void> {
  const mine = sql`select r.sku, r.quantity, r.state from reservations r
    where r.shop_id = ${shop} and r.order_id = ${orderId}::uuid and r.state <> 'taken'`;
  const [, short] = await Promise.all([
    run(transaction, lockStock(shop, skusOf(shop, orderId))),
    run<{ sku: string; available: number }>(
      transaction,
      sql`
        select mine.sku, greatest(0, coalesce(i.on_hand - i.reserved, 0)) as available
        from (${mine}) as mine left join inventory i on i.shop_id = ${shop} and i.sku = mine.sku
        where i.sku is null
          or (mine.state = 'released' and i.on_hand - i.reserved < mine.quantity)
        order by mine.sku`,
    ),
  ]);
  if (short.length > 0) throw outOfStock(short);
  const moved = await run<Moved>(
    transaction,
    sql`
      with mine as (${mine}),
      taken as (
        update reservations r set state = 'taken' from mine
        where r.shop_id = ${shop} and r.order_id = ${orderId}::uuid and r.sku = mine.sku)
      update inventory i
      set on_hand = i.on_hand - mine.quantity, updated_at = now(),
        reserved = i.reserved - case when mine.state = 'held' then mine.quantity else 0 end
      from mine where i.shop_id = ${shop} and i.sku = mine.sku
      returning i.sku, i.on_hand - i.reserved as after,
        i.on_hand - i.reserved + case when mine.state = 'held' then 0 else mine.quantity end as before`,
  );
  await tellAvailability(transaction, shop, moved);
}

/** Gives an order's held stock back to all; what is taken or released already stays as it is. */
export async function releaseReserved(
  transaction: ShopTransaction,
  shop: string,
  orderId: string,
): Promise<void> {
  const [, moved] = await Promise.all([
    run(transaction, lockStock(shop, skusOf(shop, orderId))),
    run<Moved>(transaction, releaseWhere(shop, sql`r.order_id = ${orderId}::uuid`)),
  ]);
  await tellAvailability(transaction, shop, moved);
}

/** Puts goods that came back (or were never sent) on the shelf again. */
export async function returnToStock(
  transaction: ShopTransaction,
  shop: string,
  lines: readonly StockLine[],
): Promise<void> {
  const back = sql`jsonb_to_recordset(${JSON.stringify(bySku(lines))}::jsonb) as w(sku text, quantity int)`;
  const [, moved] = await Promise.all([
    run(transaction, lockStock(shop, sql`select w.sku from ${back}`)),
    run<Moved>(
      transaction,
      sql`
        update inventory i set on_hand = i.on_hand + w.quantity, updated_at = now()
        from ${back} where i.shop_id = ${shop} and i.sku = w.sku
        returning i.sku, i.on_hand - i.reserved - w.quantity as before,
          i.on_hand - i.reserved as after`,
    ),
  ]);
  await tellAvailability(transaction, shop, moved);
}

/**
 * Releases what unpaid orders hold for longer than they may, of at most 200 orders, and answers
 * these orders' ids: they are to be cancelled in this same transaction, which holds their rows.
 */
export async function releaseExpired(
  transaction: ShopTransaction,
  shop: string,
  nowMs: number,
): Promise<string[]> {
  const due = await transaction
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.shopId, shop),
        inArray(orders.state, ["created", "payment_pending"]),
        lte(orders.expiresAt, new Date(nowMs)),
      ),
    )
    .orderBy(orders.id)
    .limit(MAX_RELEASED_AT_ONCE)
    .for("update", { skipLocked: true });
  if (due.length === 0) return [];
  const orderIds = due.map(({ id }) => id);
  const theirs = sql`r.order_id in (
    select value::uuid from jsonb_array_elements_text(${JSON.stringify(orderIds)}::jsonb))`;
  const skus = sql`select r.sku from reservations r where r.shop_id = ${shop} and ${theirs}`;
  const [, moved] = await Promise.all([
    run(transaction, lockStock(shop, skus)),
    run<Moved>(transaction, releaseWhere(shop, theirs)),
  ]);
  await tellAvailability(transaction, shop, moved);
  return orderIds;
}

function lockStock(shop: string, skus: ReturnType<typeof sql>) {
  return sql`select from inventory where shop_id = ${shop} and sku in (${skus}) order by sku for update`;
}

function skusOf(shop: string, orderId: string) {
  return sql`select r.sku from reservations r where r.shop_id = ${shop} and r.order_id = ${orderId}::uuid`;
}

function releaseWhere(shop: string, condition: ReturnType<typeof sql>) {
  return sql`
    with gone as (
      update reservations r set state = 'released'
      where r.shop_id = ${shop} and r.state = 'held' and ${condition}
      returning r.sku, r.quantity),
    sums as (select sku, sum(quantity)::int as quantity from gone group by sku)
    update inventory i set reserved = i.reserved - sums.quantity, updated_at = now()
    from sums where i.shop_id = ${shop} and i.sku = sums.sku
    returning i.sku, i.on_hand - i.reserved - sums.quantity as before,
      i.on_hand - i.reserved as after`;
}

function bySku(lines: readonly StockLine[]): StockLine[] {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of lines) sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  return [...sums].map(([sku, quantity]) => ({ sku, quantity }));
}

function outOfStock(short: readonly { sku: string; available: number }[]): ProblemError {
  return new ProblemError("out_of_stock", {
    issues: short.map(({ sku, available }) => ({
      path: sku,
      message: available === 0 ? "It is sold out." : `Only ${available} left.`,
    })),
  });
}
