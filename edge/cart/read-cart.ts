import type { Cart } from "@slipstream/contracts/cart-api";
import type { Language } from "@slipstream/contracts/languages";
import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import { applyDiscount, type Discount, type PricedLine } from "../pricing/discount.ts";
import { type CartPlace, isCart } from "./cart-place.ts";
import { customerOf } from "./customer.ts";
import { type LineRow, readLines, toCartLine, toPricedLine } from "./read-lines.ts";

/** A cart with all that its prices depend on. */
export interface LoadedCart {
  id: string;
  rows: LineRow[];
  /** The lines that are sold, as prices look at them. */
  priced: PricedLine[];
  /** The code that was entered, known or not, and how often this customer has used it. */
  code: { code: string; discount: Discount | undefined; usesOfCustomer: number } | undefined;
}

interface Head extends Record<string, unknown> {
  id: string;
  code: string | null;
  discount: Discount | null;
  uses: number;
  parents: Record<string, string | null> | null;
}

/**
 * A cart, in one round trip; undefined where there is none. `lock` keeps it as it is until the
 * transaction ends. `email` is a guest's: how often they used a code is counted by it.
 */
export async function loadCart(
  transaction: ShopTransaction,
  shop: string,
  options: {
    place: CartPlace;
    language: Language;
    lock?: boolean;
    email?: string | undefined;
  },
): Promise<LoadedCart | undefined> {
  const { place } = options;
  const customer = await customerOf(shop, {
    userId: "userId" in place ? place.userId : undefined,
    email: options.email,
  });
  const cart = sql`select id from carts where ${isCart(shop, place)}`;
  const [, [head], rows] = await Promise.all([
    options.lock ? run(transaction, sql`${cart} for update`) : [],
    run<Head>(transaction, selectHead(shop, place, customer)),
    readLines(transaction, {
      shop,
      language: options.language,
      lines: sql`
        select l.sku, l.product_id, l.quantity, l.price_minor, l.request_id, l.created_at
        from cart_lines l where l.cart_id = (${cart})`,
    }),
  ]);
  if (!head) return undefined;
  const parents = new Map(Object.entries(head.parents ?? {}));
  const priced = rows.flatMap((row) => toPricedLine(row, parents) ?? []);
  const { code, discount, uses } = head;
  return {
    id: head.id,
    rows,
    priced,
    code:
      code === null ? undefined : { code, discount: discount ?? undefined, usesOfCustomer: uses },
  };
}

/** A cart for people; an empty one where there is none. */
export function toCart(loaded: LoadedCart | undefined, currency: string, nowMs: number): Cart {
  const rows = loaded?.rows ?? [];
  const lines = rows.map(toCartLine);
  const sold = lines.filter(({ state }) => state !== "gone");
  const subtotalMinor = sold.reduce((all, line) => all + line.totalMinor, 0);
  const discount = loaded && discountOf(loaded, nowMs);
  return {
    lines,
    count: lines.reduce((all, { quantity }) => all + quantity, 0),
    currency,
    subtotalMinor,
    ...(discount ? { discount } : {}),
    totalMinor: subtotalMinor - (discount?.amountMinor ?? 0),
  };
}

function discountOf({ code, priced }: LoadedCart, nowMs: number): Cart["discount"] {
  if (!code) return undefined;
  const applied = applyDiscount({ ...code, lines: priced, nowMs });
  return describeDiscount(code, applied);
}

/** What a code does, for people. */
export function describeDiscount(
  { code, discount }: NonNullable<LoadedCart["code"]>,
  { amountMinor, freeShipping, problem }: ReturnType<typeof applyDiscount>,
): NonNullable<Cart["discount"]> {
  return {
    code,
    amountMinor,
    freeShipping,
    ...(problem ? { problem } : {}),
    ...(problem === "below_minimum" && discount
      ? { minSubtotalMinor: discount.minSubtotalMinor }
      : {}),
  };
}

function selectHead(shop: string, place: CartPlace, customer: string | undefined) {
  return sql`
    select carts.id, carts.discount_code as code,
      (select json_build_object('code', d.code, 'kind', d.kind, 'value', d.value,
          'minSubtotalMinor', d.min_subtotal_minor, 'categorySlug', d.category_slug,
          'startsAtMs', extract(epoch from d.starts_at) * 1000,
          'endsAtMs', extract(epoch from d.ends_at) * 1000, 'maxUses', d.max_uses,
          'maxUsesPerCustomer', d.max_uses_per_customer, 'uses', d.uses, 'active', d.active)
        from discounts d
        where d.shop_id = ${shop} and d.code = carts.discount_code) as discount,
      (select count(*)::int from discount_uses u
        where u.shop_id = ${shop} and u.code = carts.discount_code
          and u.customer = ${customer ?? ""}) as uses,
      (select json_object_agg(slug, parent_slug) from categories where shop_id = ${shop}) as parents
    from carts where ${isCart(shop, place)}`;
}
