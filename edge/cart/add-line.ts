import {
  type AddedBundle,
  type AddedLine,
  type AddLine,
  MAX_CART_LINES,
  MAX_QUANTITY,
} from "@slipstream/contracts/cart-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { sql } from "drizzle-orm";
import type { Principal } from "../auth/principal.ts";
import type { Database } from "../database/database.ts";
import { run } from "../database/run.ts";
import { factPayload } from "../outbox/write.ts";
import { type CartPlace, isCart } from "./cart-place.ts";

interface Added extends Record<string, unknown> {
  sku: string | null;
  itemId: string;
  title: string;
  priceMinor: number;
  currency: string;
  available: number;
  before: number;
  /** Null: nothing could be put in. */
  after: number | null;
  pieces: number;
  lines: number;
}

/**
 * Puts so many more of a variant into a cart, which is made where it is missing. Stock and 99 are
 * the limit: what is there of it is put in. Undefined when the cart has become an order or a
 * member's: the browser then needs another one. Touches the line's own rows only, however many
 * lines the cart or variants the product has.
 *
 * Throws `unknown_variant`, `out_of_stock` (no more to be had), `cart_full`,
 * `database_unavailable`.
 */
export async function addLine(options: {
  database: Database;
  shop: { id: string; currency: string };
  place: CartPlace;
  principal: Principal;
  line: AddLine;
}): Promise<AddedLine | undefined> {
  const { database, shop, place, principal, line } = options;
  // The first locks the cart, so that the second counts what is really in it.
  const [carts, lines] = await database.atOnce(shop.id, [
    ensureCart(shop, place, principal.visitorId),
    putIn(shop.id, place, { line, principal }),
  ]);
  if (carts!.length === 0) return undefined;
  const found = lines![0] as Added;
  const refusal = refusalOf(found);
  if (refusal) {
    const { sku, message } = refusal;
    throw new ProblemError(refusal.code, {
      ...(sku === undefined ? { detail: message } : { issues: [{ path: sku, message }] }),
    });
  }
  return toAnswer(found);
}

/**
 * Does the same for several, all of them or none. Throws what `addLine` throws, with an issue for
 * each line that cannot be had, in words for people.
 */
export async function addBundle(options: {
  database: Database;
  shop: { id: string; currency: string };
  place: CartPlace;
  principal: Principal;
  lines: readonly AddLine[];
}): Promise<AddedBundle | undefined> {
  const { database, shop, place, principal, lines } = options;
  return database.withShop(shop.id, async (transaction) => {
    const [carts, ...answers] = await Promise.all([
      run(transaction, ensureCart(shop, place, principal.visitorId)),
      ...lines.map((line) => run<Added>(transaction, putIn(shop.id, place, { line, principal }))),
    ]);
    if (carts.length === 0) return undefined;
    const found = answers.map(([row]) => row!);
    refuseIfAny(found);
    const added = found.map(toAnswer);
    return { lines: added, count: added.at(-1)?.count ?? 0 };
  });
}

function refuseIfAny(found: readonly Added[]): void {
  const refused = found.flatMap((row, index) => {
    const refusal = refusalOf(row);
    return refusal ? [{ ...refusal, index, title: row.title }] : [];
  });
  const [first] = refused;
  if (!first) return;
  throw new ProblemError(first.code, {
    detail: "Nothing was put into the cart",
    issues: refused.map(({ index, title, message }) => ({
      path: `lines.${index}`,
      message: `Nothing was put in, as one of them cannot be had. ${title ?? ""}: ${message}`,
    })),
  });
}

/** Why a line did not go in; undefined: it did. */
function refusalOf(found: Added) {
  const { sku, available, before, after } = found;
  if (sku === null) {
    return { code: "unknown_variant", sku: undefined, message: "It is not sold." } as const;
  }
  if (after !== null) return undefined;
  if (available > 0 && before === 0) {
    const message = `A cart holds ${MAX_CART_LINES} lines.`;
    return { code: "cart_full", sku: undefined, message } as const;
  }
  return { code: "out_of_stock", sku, message: whyNoMore(found) } as const;
}

function toAnswer(found: Added): AddedLine {
  const { itemId, title, priceMinor, currency, available, before, pieces } = found;
  const sku = found.sku ?? "";
  const after = found.after ?? before;
  const added = after - before;
  const product = { sku, itemId, title, priceMinor, currency, available };
  return { ...product, quantity: after, added, count: pieces + added };
}

function whyNoMore({ available, before }: Added): string {
  if (available === 0) return "It is sold out.";
  return before >= MAX_QUANTITY
    ? `${MAX_QUANTITY} of one thing is the most.`
    : "Your cart holds all that there is.";
}

function ensureCart(
  shop: { id: string; currency: string },
  place: CartPlace,
  visitorId: string | undefined,
) {
  const [id, userId] =
    "userId" in place ? [crypto.randomUUID(), place.userId] : [place.cartId, null];
  const conflict = userId === null ? sql`(id)` : sql`(shop_id, user_id) where ordered_at is null`;
  return sql`
    insert into carts (id, shop_id, visitor_id, user_id, currency)
    values (${id}::uuid, ${shop.id}, ${visitorId ?? null}, ${userId}::uuid, ${shop.currency})
    on conflict ${conflict} do update set updated_at = now() where ${isCart(shop.id, place)}
    returning id`;
}

/** The sku that a line names; of a product, that of the cheapest variant that is there. */
function skuOf(shop: string, { sku, itemId }: AddLine) {
  if (sku !== undefined) return sql`${sku}`;
  return sql`(
    select v.sku from variants v
    left join inventory n on n.shop_id = v.shop_id and n.sku = v.sku
    where v.shop_id = ${shop} and v.product_id = ${itemId ?? ""}
    order by coalesce(n.on_hand > n.reserved, false) desc, v.price_minor, v.position, v.sku limit 1)`;
}

function putIn(
  shop: string,
  place: CartPlace,
  { line, principal }: { line: AddLine; principal: Principal },
) {
  const { quantity, requestId = null } = line;
  const { userId, visitorId } = principal;
  const fact = factPayload({ type: "add_to_cart", visitorId, userId, requestId: line.requestId });
  return sql`
    with cart as (select id from carts where ${isCart(shop, place)}),
    wanted as (
      select v.sku, p.id as "itemId", p.title, v.price_minor::float8 as "priceMinor", p.currency,
        greatest(0, coalesce(n.on_hand - n.reserved, 0)) as available,
        least(${MAX_QUANTITY}, coalesce(n.on_hand - n.reserved, 0)) as most
      from variants v
      join products p on p.shop_id = v.shop_id and p.id = v.product_id and p.status = 'published'
      left join inventory n on n.shop_id = v.shop_id and n.sku = v.sku
      where v.shop_id = ${shop} and v.sku = ${skuOf(shop, line)}),
    present as (
      select coalesce(sum(l.quantity), 0)::int as pieces, count(*)::int as lines,
        coalesce(sum(l.quantity) filter (where l.sku = (select sku from wanted)), 0)::int as before
      from cart_lines l where l.cart_id = (select id from cart)),
    line as (
      insert into cart_lines as l
        (shop_id, cart_id, sku, product_id, quantity, price_minor, request_id)
      select ${shop}, cart.id, wanted.sku, wanted."itemId", least(wanted.most, ${quantity}),
        wanted."priceMinor", ${requestId}::text
      from wanted, cart, present
      where wanted.most > 0 and (present.before > 0 or present.lines < ${MAX_CART_LINES})
      on conflict (cart_id, sku) do update set
        quantity = least((select most from wanted), l.quantity + ${quantity}),
        price_minor = excluded.price_minor,
        request_id = coalesce(excluded.request_id, l.request_id)
      where l.quantity < least((select most from wanted), l.quantity + ${quantity})
      returning l.quantity),
    told as (
      insert into outbox (shop_id, kind, payload)
      select ${shop}, 'event', ${JSON.stringify(fact)}::jsonb || jsonb_build_object(
        'itemId', wanted."itemId", 'variantId', wanted.sku, 'currency', wanted.currency,
        'priceMinor', wanted."priceMinor", 'quantity', line.quantity - present.before)
      from line, wanted, present)
    select wanted.*, present.*, line.quantity as after
    from present left join wanted on true left join line on true`;
}
