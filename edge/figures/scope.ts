import type { Reach } from "@slipstream/contracts/access";
import { ProblemError } from "@slipstream/contracts/problems";
import { type SQL, sql } from "drizzle-orm";
import type { Principal } from "../auth/principal.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whose figures of which days: the whole shop's where there is no seller. Days are UTC. */
export interface Scope {
  shop: string;
  seller: string | undefined;
  /** `YYYY-MM-DD`, both included. */
  from: string;
  to: string;
}

/** The seller whose figures somebody may read: their own, or whom they ask for. */
export function sellerOf(options: {
  principal: Principal;
  reach: Reach;
  asked: string | undefined;
}): string | undefined {
  const { principal, reach, asked } = options;
  if (reach === "all") return asked;
  const { userId } = principal;
  if (userId === undefined) throw new ProblemError("sign_in_required");
  if (asked !== undefined && asked !== userId) throw new ProblemError("forbidden");
  return userId;
}

function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** As many days, just before. */
export function scopeBefore(scope: Scope): Scope {
  const days = Math.round((Date.parse(scope.to) - Date.parse(scope.from)) / DAY_MS) + 1;
  return { ...scope, from: shiftDay(scope.from, -days), to: shiftDay(scope.from, -1) };
}

/** Every day of the range, oldest first. */
export function daysOf({ from, to }: Scope): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = shiftDay(day, 1)) days.push(day);
  return days;
}

/** Rows of `daily_figures` whose sums are the scope's: the shop has rows of its own. */
export function figuresInScope(scope: Scope): SQL {
  const { shop, seller } = scope;
  return seller === undefined
    ? sql`${figuresOfDays(scope)} and product_id = ''`
    : sql`${figuresOfDays(scope)} ${ofSeller(shop, seller)}`;
}

/** Rows of `daily_figures` in scope, product by product. */
export function productFiguresInScope(scope: Scope): SQL {
  return sql`${figuresOfDays(scope)} and product_id <> '' ${ofSeller(scope.shop, scope.seller)}`;
}

function figuresOfDays({ shop, from, to }: Scope): SQL {
  return sql`shop_id = ${shop} and day between ${from}::date and ${to}::date`;
}

/** Rows of `sale_lines` in scope. */
export function salesInScope({ shop, seller, from, to }: Scope): SQL {
  return sql`shop_id = ${shop}
    and sold_at >= (${from}::date)::timestamp at time zone 'UTC'
    and sold_at < (${to}::date + 1)::timestamp at time zone 'UTC' ${ofSeller(shop, seller)}`;
}

function ofSeller(shop: string, seller: string | undefined): SQL {
  if (seller === undefined) return sql``;
  return sql`and product_id in (
    select id from products where shop_id = ${shop} and seller_id = ${seller}::uuid)`;
}
