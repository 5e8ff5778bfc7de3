import { ProblemError } from "@slipstream/contracts/problems";
import type { payoutSchema, SellerBalance, Statement } from "@slipstream/contracts/sales-api";
import { ledgerEntries, orders, sellers } from "@slipstream/migrations/schema";
import { and, asc, count, desc, eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";

const PAGE_SIZE = 50;

/** What the shop owes its sellers, by currency; of one seller, or of all. */
export async function readBalances(
  transaction: ShopTransaction,
  shop: { id: string; currency: string },
  sellerId?: string,
): Promise<SellerBalance[]> {
  const total = (kind: string) =>
    sql<string>`coalesce(sum(${ledgerEntries.amountMinor}) filter (where ${ledgerEntries.kind} = ${kind}), 0)`;
  const rows = await transaction
    .select({
      sellerId: sellers.id,
      name: sellers.name,
      currency: ledgerEntries.currency,
      sales: total("sale"),
      commission: total("commission"),
      refunds: total("refund"),
      payouts: total("payout"),
    })
    .from(sellers)
    .leftJoin(
      ledgerEntries,
      and(eq(ledgerEntries.shopId, sellers.shopId), eq(ledgerEntries.sellerId, sellers.id)),
    )
    .where(
      and(
        eq(sellers.shopId, shop.id),
        sellerId === undefined ? undefined : eq(sellers.id, sellerId),
      ),
    )
    .groupBy(sellers.id, sellers.name, ledgerEntries.currency)
    .orderBy(asc(sellers.name), asc(ledgerEntries.currency));
  return rows.map((row) => {
    const [sales, commission, refunds, payouts] = [
      Number(row.sales),
      Number(row.commission),
      Number(row.refunds),
      Number(row.payouts),
    ];
    return {
      sellerId: row.sellerId,
      name: row.name,
      currency: row.currency ?? shop.currency,
      salesMinor: sales,
      commissionMinor: 0 - commission,
      refundsMinor: 0 - refunds,
      paidOutMinor: 0 - payouts,
      balanceMinor: sales + commission + refunds + payouts,
    };
  });
}

/** A seller's account, newest entry first. Throws `unknown_seller`. */
export async function readStatement(
  transaction: ShopTransaction,
  shop: { id: string; currency: string },
  { sellerId, page }: { sellerId: string; page: number },
): Promise<Statement> {
  const balances = await readBalances(transaction, shop, sellerId);
  const first = balances[0];
  if (!first) throw new ProblemError("unknown_seller");
  const its = and(eq(ledgerEntries.shopId, shop.id), eq(ledgerEntries.sellerId, sellerId));
  const [[counted], [seller]] = await Promise.all([
    transaction.select({ total: count() }).from(ledgerEntries).where(its),
    transaction.select().from(sellers).where(one(shop.id, sellerId)),
  ]);
  const rows = await transaction
    .select({
      id: ledgerEntries.id,
      kind: ledgerEntries.kind,
      amountMinor: ledgerEntries.amountMinor,
      currency: ledgerEntries.currency,
      orderNumber: orders.number,
      note: ledgerEntries.note,
      at: ledgerEntries.at,
    })
    .from(ledgerEntries)
    .leftJoin(orders, eq(orders.id, ledgerEntries.orderId))
    .where(its)
    .orderBy(desc(ledgerEntries.at), desc(ledgerEntries.id))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
  const total = counted?.total ?? 0;
  return {
    sellerId,
    name: first.name,
    commissionBasisPoints: seller?.commissionBasisPoints ?? 0,
    balances,
    entries: rows.map(({ orderNumber, at, ...entry }) => ({
      ...entry,
      ...(orderNumber === null ? {} : { orderNumber }),
      at: at.toISOString(),
    })),
    total,
    page,
    pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
  };
}

/**
 * Writes down money that was sent to a seller, never more than is owed: payouts of one seller wait
 * for each other. Throws `unknown_seller`, `payout_too_large`.
 */
export async function recordPayout(
  transaction: ShopTransaction,
  shop: { id: string; currency: string },
  { principal, ...payout }: z.output<typeof payoutSchema> & { principal: Principal },
): Promise<SellerBalance> {
  const { sellerId, amountMinor, currency, note } = payout;
  const [seller] = await transaction
    .select({ id: sellers.id })
    .from(sellers)
    .where(one(shop.id, sellerId))
    .for("update");
  if (!seller) throw new ProblemError("unknown_seller");
  const balances = await readBalances(transaction, shop, sellerId);
  const balance = balances.find((one) => one.currency === currency);
  if (!balance || amountMinor > balance.balanceMinor) throw new ProblemError("payout_too_large");
  await transaction.insert(ledgerEntries).values({
    id: uuidv7(),
    shopId: shop.id,
    sellerId,
    kind: "payout",
    amountMinor: -amountMinor,
    currency,
    note,
    at: new Date(),
  });
  await writeAudit(transaction, shop.id, {
    principal,
    action: "payout",
    resource: "seller",
    resourceId: sellerId,
    after: payout,
  });
  return {
    ...balance,
    paidOutMinor: balance.paidOutMinor + amountMinor,
    balanceMinor: balance.balanceMinor - amountMinor,
  };
}

/** Sets the shop's share of a seller's sales from now on. Throws `unknown_seller`. */
export async function setCommission(
  transaction: ShopTransaction,
  shop: string,
  change: { principal: Principal; sellerId: string; basisPoints: number },
): Promise<void> {
  const { principal, sellerId, basisPoints } = change;
  const [seller] = await transaction
    .select({ basisPoints: sellers.commissionBasisPoints })
    .from(sellers)
    .where(one(shop, sellerId))
    .for("update");
  if (!seller) throw new ProblemError("unknown_seller");
  await transaction
    .update(sellers)
    .set({ commissionBasisPoints: basisPoints })
    .where(one(shop, sellerId));
  await writeAudit(transaction, shop, {
    ...{ principal, action: "commission", resource: "seller", resourceId: sellerId },
    ...{ before: seller, after: { basisPoints } },
  });
}

function one(shop: string, sellerId: string) {
  return and(eq(sellers.shopId, shop), eq(sellers.id, sellerId));
}
