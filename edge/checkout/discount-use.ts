import { ProblemError } from "@slipstream/contracts/problems";
import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";

/**
 * Counts a use of a code by an order, under the code's lock: of many at once no more get it than may.
 * Throws `invalid_discount`.
 */
export async function useDiscount(
  transaction: ShopTransaction,
  shop: string,
  use: { code: string; orderId: string; customer: string },
): Promise<void> {
  const { code, orderId, customer } = use;
  // Two statements: the second counts with what the one that held the lock before has written.
  const [locked, used] = await Promise.all([
    run(
      transaction,
      sql`
        update discounts set uses = uses + 1
        where shop_id = ${shop} and code = ${code} and active
          and (max_uses is null or uses < max_uses)
        returning code`,
    ),
    run(
      transaction,
      sql`
        insert into discount_uses (shop_id, code, order_id, customer)
        select ${shop}, d.code, ${orderId}::uuid, ${customer}
        from discounts d
        where d.shop_id = ${shop} and d.code = ${code}
          and (d.max_uses_per_customer is null or d.max_uses_per_customer > (
            select count(*) from discount_uses u
            where u.shop_id = d.shop_id and u.code = d.code and u.customer = ${customer}))
        returning code`,
    ),
  ]);
  if (locked.length === 0 || used.length === 0) throw new ProblemError("invalid_discount");
}

/** Lets the code of an order that came to nothing be used again. */
export async function giveBackDiscount(
  transaction: ShopTransaction,
  shop: string,
  orderId: string,
): Promise<void> {
  await run(
    transaction,
    sql`
      with gone as (
        delete from discount_uses where shop_id = ${shop} and order_id = ${orderId}::uuid
        returning code)
      update discounts d set uses = greatest(0, d.uses - 1)
      from gone where d.shop_id = ${shop} and d.code = gone.code`,
  );
}
