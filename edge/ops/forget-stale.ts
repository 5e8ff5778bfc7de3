import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";

/** Rows of each kind in one sweep; what is left goes with the next. */
const MAX_ROWS = 1_000;
/** Somebody may be about to put the next thing in. */
const EMPTY_CART_DAYS = 1;
/** A guest who has not come back for so long finds an empty cart. */
const GUEST_CART_DAYS = 90;

/**
 * Takes away what nobody can use any more: refresh tokens that have expired, and sessions that have
 * none left; links of letters, and shared carts, whose time is over; carts with nothing in them; old
 * carts of guests. A token that was used stays until it expires: whoever brings it again is a thief.
 * Carts that became orders stay: each is used once.
 */
export async function forgetStale(transaction: ShopTransaction, shop: string): Promise<void> {
  await forgetTokens(transaction, shop);
  await forgetCarts(transaction, shop);
  for (const [table, key] of [
    [sql`mail_tokens`, sql`hash`],
    [sql`cart_shares`, sql`token`],
  ]) {
    await run(
      transaction,
      sql`
        delete from ${table} where ${key} in (
          select ${key} from ${table} where shop_id = ${shop} and expires_at < now()
          limit ${MAX_ROWS})`,
    );
  }
}

async function forgetTokens(transaction: ShopTransaction, shop: string): Promise<void> {
  const gone = await run<{ session: string }>(
    transaction,
    sql`
      delete from refresh_tokens where hash in (
        select hash from refresh_tokens where shop_id = ${shop} and expires_at < now()
        order by expires_at limit ${MAX_ROWS} for update skip locked)
      returning session_id as session`,
  );
  if (gone.length === 0) return;
  const ids = JSON.stringify([...new Set(gone.map(({ session }) => session))]);
  await run(
    transaction,
    sql`
      delete from sessions s
      where s.id in (select id::uuid from jsonb_array_elements_text(${ids}::jsonb) as of(id))
        and not exists (select from refresh_tokens t where t.session_id = s.id)`,
  );
}

async function forgetCarts(transaction: ShopTransaction, shop: string): Promise<void> {
  // Its time is looked at again once its row is locked: what was put in meanwhile stays.
  await run(
    transaction,
    sql`
      delete from carts where id in (
        select c.id from carts c
        where c.shop_id = ${shop} and c.ordered_at is null
          and c.updated_at < now() - make_interval(days => ${EMPTY_CART_DAYS})
          and (
            not exists (select from cart_lines l where l.cart_id = c.id)
            or (c.user_id is null
              and c.updated_at < now() - make_interval(days => ${GUEST_CART_DAYS})))
        order by c.updated_at limit ${MAX_ROWS} for update skip locked)`,
  );
}
