import type { SharedCart } from "@slipstream/contracts/cart-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { cartShares } from "@slipstream/migrations/schema";
import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import { toHex } from "../hex.ts";
import { type CartPlace, isCart } from "./cart-place.ts";
import { readLines, toCartLine } from "./read-lines.ts";

const TOKEN_BYTES = 16;
const SHARE_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Keeps the cart's lines as they are now under a link; nothing of whose they are goes with it.
 * Throws `empty_cart`.
 */
export async function shareCart(
  transaction: ShopTransaction,
  shop: string,
  place: CartPlace,
): Promise<{ token: string; expiresAt: Date }> {
  const lines = await run<{ sku: string; quantity: number }>(
    transaction,
    sql`
      select l.sku, l.quantity from cart_lines l join carts on carts.id = l.cart_id
      where ${isCart(shop, place)} order by l.created_at, l.sku`,
  );
  if (lines.length === 0) throw new ProblemError("empty_cart");
  const token = toHex(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
  const expiresAt = new Date(Date.now() + SHARE_DAYS * DAY_MS);
  await transaction.insert(cartShares).values({ token, shopId: shop, lines, expiresAt });
  return { token, expiresAt };
}

/** What somebody shared, at today's prices, without what is not sold any more. Throws `unknown_cart`. */
export async function readShared(
  transaction: ShopTransaction,
  shop: { id: string; currency: string },
  token: string,
): Promise<SharedCart> {
  const share = sql`select lines from cart_shares
    where shop_id = ${shop.id} and token = ${token} and expires_at > now()`;
  const [[found], rows] = await Promise.all([
    run(transaction, share),
    readLines(
      transaction,
      shop.id,
      sql`
        select s.sku, v.product_id, s.quantity, null::bigint as price_minor,
          null::text as request_id, s.at as created_at
        from (${share}) as shared,
          rows from (jsonb_to_recordset(shared.lines) as (sku text, quantity int))
          with ordinality as s(sku, quantity, at)
        join variants v on v.shop_id = ${shop.id} and v.sku = s.sku`,
    ),
  ]);
  if (!found) throw new ProblemError("unknown_cart");
  const lines = rows.map(toCartLine).filter(({ state }) => state !== "gone");
  const subtotalMinor = lines.reduce((all, { totalMinor }) => all + totalMinor, 0);
  return { lines, currency: shop.currency, subtotalMinor };
}
