import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import { writeProductChanges } from "../outbox/write.ts";

/**
 * Says of which products there is none any more, or some again: their pages and the recommender
 * must know within a second. Other moves of stock interest nobody.
 */
export async function tellAvailability(
  transaction: ShopTransaction,
  shop: string,
  moved: readonly { sku: string; before: number; after: number }[],
): Promise<void> {
  const crossed = moved.filter(({ before, after }) => before > 0 !== after > 0);
  if (crossed.length === 0) return;
  const skus = JSON.stringify(crossed.map(({ sku }) => sku));
  // Rows that somebody else is changing just now are passed over: waiting for them here, with stock
  // locked, could be waiting in a circle. The relay touches those when it tells of them.
  const products = await run<{ id: string; touched: boolean }>(
    transaction,
    sql`
      with crossed as (
        select distinct v.product_id as id from variants v
        where v.shop_id = ${shop}
          and v.sku in (select jsonb_array_elements_text(${skus}::jsonb))),
      free as (
        select id from products where shop_id = ${shop} and id in (select id from crossed)
        order by id for update skip locked),
      touched as (
        update products p set version = p.version + 1, updated_at = clock_timestamp()
        from free where p.shop_id = ${shop} and p.id = free.id
        returning p.id)
      select id, id in (select id from touched) as touched from crossed`,
  );
  const passedOver = products.filter(({ touched }) => !touched).map(({ id }) => id);
  await Promise.all([
    writeProductChanges(
      transaction,
      shop,
      products.filter(({ touched }) => touched).map(({ id }) => id),
    ),
    writeProductChanges(transaction, shop, passedOver, { touch: true }),
  ]);
}
