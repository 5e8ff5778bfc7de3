import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import { type CartPlace, isCart } from "./cart-place.ts";

/** How many pieces a cart holds: what the mark in every page's head says. */
export async function countPieces(
  transaction: ShopTransaction,
  shop: string,
  place: CartPlace,
): Promise<number> {
  const [row] = await run<{ pieces: number }>(
    transaction,
    sql`
      select coalesce(sum(l.quantity), 0)::int as pieces
      from carts join cart_lines l on l.cart_id = carts.id where ${isCart(shop, place)}`,
  );
  return row?.pieces ?? 0;
}
