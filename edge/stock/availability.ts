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
  // Rows that somebody else is changing just now are passed over: they are told of anyway, and
  // waiting for them here, with stock locked, could be waiting in a circle.
  const changed = await run<{ id: string }>(
    transaction,
    sql`
      update products p set version = p.version + 1, updated_at = clock_timestamp()
      from (
        select id from products where shop_id = ${shop} and id in (
          select v.product_id from variants v
          where v.shop_id = ${shop}
            and v.sku in (select jsonb_array_elements_text(${skus}::jsonb)))
        order by id for update skip locked) as touched
      where p.shop_id = ${shop} and p.id = touched.id
      returning p.id`,
  );
  await writeProductChanges(
    transaction,
    shop,
    changed.map(({ id }) => id),
  );
}
