import {
  ADMIN_PAGE_SIZE,
  type Discount,
  type DiscountInput,
  discountStateSchema,
} from "@slipstream/contracts/admin-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { discounts } from "@slipstream/migrations/schema";
import { and, desc, eq, ilike, sql } from "drizzle-orm";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";
import { likePattern, offsetOf, pageOf } from "./pages-of.ts";
import { requireCategory } from "./require-category.ts";

type DiscountState = Discount["state"];

const state = sql<DiscountState>`case
  when not ${discounts.active} then 'off'
  when ${discounts.endsAt} <= now() then 'expired'
  when ${discounts.maxUses} <= ${discounts.uses} then 'used_up'
  when ${discounts.startsAt} > now() then 'scheduled'
  else 'active' end`;

export interface DiscountQuery {
  q?: string | undefined;
  state?: DiscountState | undefined;
  page: number;
}

/** One page of the shop's discounts, the newest first, and how many there are of each state. */
export async function listDiscounts(
  transaction: ShopTransaction,
  shop: string,
  query: DiscountQuery,
) {
  const wanted = and(
    eq(discounts.shopId, shop),
    query.q ? ilike(discounts.code, likePattern(query.q)) : undefined,
  );
  const [rows, counted] = await Promise.all([
    transaction
      .select({ discount: discounts, state })
      .from(discounts)
      .where(and(wanted, query.state ? sql`${state} = ${query.state}` : undefined))
      .orderBy(desc(discounts.createdAt), discounts.code)
      .limit(ADMIN_PAGE_SIZE)
      .offset(offsetOf(query.page)),
    transaction
      .select({ state, total: sql<number>`count(*)::int` })
      .from(discounts)
      .where(wanted)
      .groupBy(sql`1`),
  ]);
  const counts = Object.fromEntries(
    discountStateSchema.options.map((name) => [
      name,
      counted.find((row) => row.state === name)?.total ?? 0,
    ]),
  ) as Record<DiscountState, number>;
  const all = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const total = query.state ? counts[query.state] : all;
  return { discounts: rows.map(discountOf), counts, ...pageOf(total, query.page) };
}

/** One discount. Throws `unknown_discount`. */
export async function readDiscount(
  transaction: ShopTransaction,
  shop: string,
  code: string,
): Promise<Discount> {
  const [row] = await transaction
    .select({ discount: discounts, state })
    .from(discounts)
    .where(and(eq(discounts.shopId, shop), eq(discounts.code, code)));
  if (!row) throw new ProblemError("unknown_discount");
  return discountOf(row);
}

/** Throws `code_taken`, `invalid_request` for a category that is not there. */
export async function createDiscount(
  transaction: ShopTransaction,
  shop: string,
  { principal, input }: { principal: Principal; input: DiscountInput },
): Promise<Discount> {
  await requireCategory(transaction, shop, input.categorySlug);
  const made = await transaction
    .insert(discounts)
    .values({ shopId: shop, ...rowOf(input) })
    .onConflictDoNothing()
    .returning({ code: discounts.code });
  if (made.length === 0) throw new ProblemError("code_taken");
  const after = await readDiscount(transaction, shop, input.code);
  await writeAudit(transaction, shop, {
    ...{ principal, action: "create", resource: "discount", resourceId: input.code, after },
  });
  return after;
}

/** Throws `unknown_discount`, `invalid_request` for a new code or an unknown category. */
export async function changeDiscount(
  transaction: ShopTransaction,
  shop: string,
  { principal, code, input }: { principal: Principal; code: string; input: DiscountInput },
): Promise<Discount> {
  if (input.code !== code) {
    const message = "A code stays as it is; make a new discount";
    throw new ProblemError("invalid_request", { issues: [{ path: "code", message }] });
  }
  const before = await readDiscount(transaction, shop, code);
  await requireCategory(transaction, shop, input.categorySlug);
  await transaction
    .update(discounts)
    .set(rowOf(input))
    .where(and(eq(discounts.shopId, shop), eq(discounts.code, code)));
  const after = await readDiscount(transaction, shop, code);
  await writeAudit(transaction, shop, {
    ...{ principal, action: "change", resource: "discount", resourceId: code, before, after },
  });
  return after;
}

/** Takes away a discount that nobody has used. Throws `unknown_discount`, `discount_used`. */
export async function deleteDiscount(
  transaction: ShopTransaction,
  shop: string,
  { principal, code }: { principal: Principal; code: string },
): Promise<void> {
  const before = await readDiscount(transaction, shop, code);
  const gone = await transaction
    .delete(discounts)
    .where(and(eq(discounts.shopId, shop), eq(discounts.code, code), eq(discounts.uses, 0)))
    .returning({ code: discounts.code });
  if (gone.length === 0) throw new ProblemError("discount_used");
  await writeAudit(transaction, shop, {
    ...{ principal, action: "delete", resource: "discount", resourceId: code, before },
  });
}

function rowOf(input: DiscountInput) {
  const instant = (at: string | undefined) => (at === undefined ? null : new Date(at));
  return {
    code: input.code,
    kind: input.kind,
    value: input.value,
    minSubtotalMinor: input.minSubtotalMinor,
    categorySlug: input.categorySlug ?? null,
    startsAt: instant(input.startsAt),
    endsAt: instant(input.endsAt),
    maxUses: input.maxUses ?? null,
    maxUsesPerCustomer: input.maxUsesPerCustomer ?? null,
    active: input.active,
  };
}

interface DiscountRow {
  discount: typeof discounts.$inferSelect;
  state: DiscountState;
}

function discountOf({ discount, state: now }: DiscountRow): Discount {
  const { code, kind, value, minSubtotalMinor, active, uses, createdAt } = discount;
  const { categorySlug, startsAt, endsAt, maxUses, maxUsesPerCustomer } = discount;
  return {
    ...{ code, kind, value, minSubtotalMinor, active, uses, state: now },
    createdAt: createdAt.toISOString(),
    ...(categorySlug === null ? {} : { categorySlug }),
    ...(startsAt === null ? {} : { startsAt: startsAt.toISOString() }),
    ...(endsAt === null ? {} : { endsAt: endsAt.toISOString() }),
    ...(maxUses === null ? {} : { maxUses }),
    ...(maxUsesPerCustomer === null ? {} : { maxUsesPerCustomer }),
  };
}
