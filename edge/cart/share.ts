import type { Permalink, PermalinkCart, SharedCart } from "@slipstream/contracts/cart-api";
import type { Language } from "@slipstream/contracts/languages";
import { ProblemError } from "@slipstream/contracts/problems";
import { cartShares } from "@slipstream/migrations/schema";
import { type SQL, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import { toHex } from "../hex.ts";
import { type CartPlace, isCart } from "./cart-place.ts";
import { type LineRow, readLines, toCartLine } from "./read-lines.ts";

/** The shop, and in which language its products are told. */
interface CartShop {
  id: string;
  currency: string;
  language: Language;
}

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
  shop: CartShop,
  token: string,
): Promise<SharedCart> {
  const share = sql`select lines from cart_shares
    where shop_id = ${shop.id} and token = ${token} and expires_at > now()`;
  const [[found], rows] = await Promise.all([
    run(transaction, share),
    readWanted(transaction, shop, share),
  ]);
  if (!found) throw new ProblemError("unknown_cart");
  return toShared(rows, shop);
}

/** What a permalink would put into a cart, at today's prices; changes nothing. */
export async function readPermalink(
  transaction: ShopTransaction,
  shop: CartShop,
  wanted: Permalink,
): Promise<PermalinkCart> {
  const lines = sql`select ${JSON.stringify(wanted)}::text::jsonb as lines`;
  const shared = toShared(await readWanted(transaction, shop, lines), shop);
  const there = new Set(shared.lines.map(({ sku }) => sku));
  return { ...shared, unknown: wanted.map(({ sku }) => sku).filter((sku) => !there.has(sku)) };
}

/** `list` selects `lines`, JSON of `{ sku, quantity }`. */
function readWanted(transaction: ShopTransaction, { id, language }: CartShop, list: SQL) {
  return readLines(transaction, {
    shop: id,
    language,
    lines: sql`
      select s.sku, v.product_id, s.quantity, null::bigint as price_minor,
        null::text as request_id, s.at as created_at
      from (${list}) as shared,
        rows from (jsonb_to_recordset(shared.lines) as (sku text, quantity int))
        with ordinality as s(sku, quantity, at)
      join variants v on v.shop_id = ${id} and v.sku = s.sku`,
  });
}

function toShared(rows: readonly LineRow[], { currency }: { currency: string }): SharedCart {
  const lines = rows.map(toCartLine).filter(({ state }) => state !== "gone");
  const there = lines.filter(({ state }) => state !== "sold_out");
  const subtotalMinor = there.reduce((all, { totalMinor }) => all + totalMinor, 0);
  return { lines, currency, subtotalMinor };
}
