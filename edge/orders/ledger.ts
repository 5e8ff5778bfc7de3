import { ledgerEntries, sellers } from "@slipstream/migrations/schema";
import { and, eq, inArray, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { ShopTransaction } from "../database/database.ts";
import { commissionOf, type OrderAccount, refundEntries } from "./commission.ts";
import { bySeller, type LineShare } from "./shares.ts";

interface OrderOf {
  id: string;
  currency: string;
}

/** Writes what an order that was paid brings each seller, and the shop's commission on it. */
export async function recordSale(
  transaction: ShopTransaction,
  shop: string,
  order: OrderOf,
  shares: readonly LineShare[],
): Promise<void> {
  const sales = bySeller(
    shares.map(({ sellerId, goodsMinor }) => ({ sellerId, amountMinor: goodsMinor })),
  );
  if (sales.length === 0) return;
  const ids = sales.map(({ sellerId }) => sellerId);
  const rates = await transaction
    .select({ id: sellers.id, basisPoints: sellers.commissionBasisPoints })
    .from(sellers)
    .where(and(eq(sellers.shopId, shop), inArray(sellers.id, ids)));
  const rateOf = new Map(rates.map(({ id, basisPoints }) => [id, basisPoints]));
  const entries = sales.flatMap(({ sellerId, amountMinor }) => {
    const commission = commissionOf(amountMinor, rateOf.get(sellerId) ?? 0);
    const sale = entryOf(shop, order, { sellerId, kind: "sale", amountMinor });
    if (commission === 0) return [sale];
    return [sale, entryOf(shop, order, { sellerId, kind: "commission", amountMinor: -commission })];
  });
  await transaction.insert(ledgerEntries).values(entries);
}

/** Writes what each seller bears of a refund, and the commission that comes back with it. */
export async function recordRefund(
  transaction: ShopTransaction,
  shop: string,
  order: OrderOf,
  shares: readonly { sellerId: string; amountMinor: number }[],
): Promise<void> {
  for (const { sellerId, amountMinor } of shares) {
    const account = await accountOf(transaction, shop, order.id, sellerId);
    const { refundMinor, commissionBackMinor } = refundEntries(account, amountMinor);
    const entries = [
      { kind: "refund" as const, amountMinor: -refundMinor },
      { kind: "commission" as const, amountMinor: commissionBackMinor },
    ].filter((entry) => entry.amountMinor !== 0);
    if (entries.length === 0) continue;
    await transaction
      .insert(ledgerEntries)
      .values(entries.map((entry) => entryOf(shop, order, { sellerId, ...entry })));
  }
}

/** What one order did to a seller's account; read under the order's lock. */
export async function accountOf(
  transaction: ShopTransaction,
  shop: string,
  orderId: string,
  sellerId: string,
): Promise<OrderAccount> {
  const sumOf = (condition: ReturnType<typeof sql>) =>
    sql<string>`coalesce(sum(abs(amount_minor)) filter (where ${condition}), 0)`;
  const [row] = await transaction
    .select({
      sale: sumOf(sql`kind = 'sale'`),
      commission: sumOf(sql`kind = 'commission' and amount_minor < 0`),
      refunded: sumOf(sql`kind = 'refund'`),
      back: sumOf(sql`kind = 'commission' and amount_minor > 0`),
    })
    .from(ledgerEntries)
    .where(
      and(
        eq(ledgerEntries.shopId, shop),
        eq(ledgerEntries.orderId, orderId),
        eq(ledgerEntries.sellerId, sellerId),
      ),
    );
  return {
    saleMinor: Number(row?.sale ?? 0),
    commissionMinor: Number(row?.commission ?? 0),
    refundedMinor: Number(row?.refunded ?? 0),
    commissionBackMinor: Number(row?.back ?? 0),
  };
}

function entryOf(
  shop: string,
  order: OrderOf,
  entry: { sellerId: string; kind: "sale" | "commission" | "refund"; amountMinor: number },
) {
  return {
    id: uuidv7(),
    shopId: shop,
    orderId: order.id,
    currency: order.currency,
    at: new Date(),
    ...entry,
  };
}
