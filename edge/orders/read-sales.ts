import { ProblemError } from "@slipstream/contracts/problems";
import type {
  SaleDetail,
  SaleList,
  SaleSummary,
  salesQuerySchema,
} from "@slipstream/contracts/sales-api";
import { orderReturns, orders } from "@slipstream/migrations/schema";
import { and, count, desc, eq, ilike, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { ShopTransaction } from "../database/database.ts";
import { literalPattern } from "../database/like.ts";
import { accountOf } from "./ledger.ts";
import { type OrderLineRow, readLinesOf } from "./lines.ts";
import { refundableOf } from "./refund-sale.ts";
import { hasLinesOf, isWithin, type SaleScope } from "./scope.ts";
import { sharesOf } from "./shares.ts";
import type { LockedOrder } from "./transition.ts";
import { methodNameOf, optional, postalOf, readParts } from "./views.ts";

const PAGE_SIZE = 25;

type Query = z.output<typeof salesQuerySchema>;

/** Orders with lines of the scope, newest first. */
export async function listSales(
  transaction: ShopTransaction,
  shop: string,
  scope: SaleScope,
  query: Query,
): Promise<SaleList> {
  const where = and(
    eq(orders.shopId, shop),
    hasLinesOf(transaction, scope),
    ...filters(scope, query),
  );
  const [counted] = await transaction.select({ total: count() }).from(orders).where(where);
  const rows = await transaction
    .select()
    .from(orders)
    .where(where)
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(PAGE_SIZE)
    .offset((query.page - 1) * PAGE_SIZE);
  const orderIds = rows.map(({ id }) => id);
  const [lines, returns] = await Promise.all([
    readLinesOf(transaction, shop, orderIds),
    openReturnsOf(transaction, shop, orderIds),
  ]);
  const sales = rows.map((order) =>
    summarise(order, scope, {
      all: lines.get(order.id) ?? [],
      returns: returns.get(order.id) ?? [],
    }),
  );
  const total = counted?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  return { sales, total, page: query.page, pages };
}

function filters(scope: SaleScope, { state, view, search }: Query): (SQL | undefined)[] {
  const { sellerId } = scope;
  const own = (table: string) =>
    sellerId === undefined ? sql`true` : sql`${sql.raw(table)}.seller_id = ${sellerId}::uuid`;
  const conditions: (SQL | undefined)[] = [];
  if (state) conditions.push(eq(orders.state, state));
  // Sellers see what is to be sent, not what somebody left at the till.
  if (sellerId !== undefined) conditions.push(isNotNull(orders.placedAt));
  if (view === "open") {
    conditions.push(
      inArray(orders.state, ["paid", "partly_fulfilled"]),
      sql`exists (select from order_lines l where l.order_id = ${orders.id} and ${own("l")}
        and l.quantity > l.fulfilled_quantity + l.cancelled_quantity)`,
    );
  }
  if (view === "returns") {
    conditions.push(
      sql`exists (select from order_returns r where r.order_id = ${orders.id} and ${own("r")}
        and r.state in ('requested', 'approved'))`,
    );
  }
  if (search) {
    const start = `${literalPattern(search)}%`;
    const byEmail = sellerId === undefined ? ilike(orders.email, start) : undefined;
    conditions.push(or(ilike(orders.number, start), byEmail));
  }
  return conditions;
}

/** Whose returns of orders are not over, by order. */
async function openReturnsOf(
  transaction: ShopTransaction,
  shop: string,
  orderIds: readonly string[],
): Promise<Map<string, OpenReturn[]>> {
  if (orderIds.length === 0) return new Map();
  const rows = await transaction
    .select({ orderId: orderReturns.orderId, sellerId: orderReturns.sellerId })
    .from(orderReturns)
    .where(
      and(
        eq(orderReturns.shopId, shop),
        inArray(orderReturns.orderId, [...orderIds]),
        inArray(orderReturns.state, ["requested", "approved"]),
      ),
    );
  return Map.groupBy(rows, ({ orderId }) => orderId);
}

interface OpenReturn {
  sellerId: string | null;
}

function summarise(
  order: LockedOrder,
  scope: SaleScope,
  { all, returns }: { all: readonly OrderLineRow[]; returns: readonly OpenReturn[] },
): SaleSummary {
  const mine = all.filter((line) => isWithin(scope, line.sellerId));
  const address = postalOf(order.shippingAddress);
  const whole = scope.sellerId === undefined;
  return {
    number: order.number,
    state: order.state,
    currency: order.currency,
    amountMinor: whole ? order.totalMinor : paidFor(order, all, scope),
    count: sum(mine, ({ quantity }) => quantity),
    unsent: sum(mine, (line) => line.quantity - line.fulfilledQuantity - line.cancelledQuantity),
    openReturns: returns.filter(({ sellerId }) => isWithin(scope, sellerId)).length,
    ...(whole ? optional({ email: order.email }) : {}),
    name: address?.name ?? "",
    city: address?.city ?? "",
    createdAt: order.createdAt.toISOString(),
  };
}

function paidFor(order: LockedOrder, lines: readonly OrderLineRow[], scope: SaleScope): number {
  const shares = sharesOf(order, lines).filter(({ sellerId }) => isWithin(scope, sellerId));
  return sum(shares, ({ goodsMinor, taxMinor }) => goodsMinor + taxMinor);
}

function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((all, one) => all + of(one), 0);
}

const sendable = ["paid", "partly_fulfilled"];
const unrefundable = ["created", "payment_pending", "refunded"];

/** A seller's part of an order, or all of it. Throws `unknown_order`. */
export async function readSale(
  transaction: ShopTransaction,
  shop: string,
  number: string,
  scope: SaleScope,
): Promise<SaleDetail> {
  const [order] = await transaction
    .select()
    .from(orders)
    .where(and(eq(orders.shopId, shop), eq(orders.number, number), hasLinesOf(transaction, scope)));
  if (!order) throw new ProblemError("unknown_order");
  const parts = await readParts(transaction, order, scope);
  const refundableMinor = await refundableOf(transaction, order, scope);
  const whole = scope.sellerId === undefined;
  return {
    number: order.number,
    state: order.state,
    currency: order.currency,
    ...optional({
      shippingAddress: postalOf(order.shippingAddress),
      shippingMethod: methodNameOf(order.shippingMethod),
      account: await accountView(transaction, order, scope),
    }),
    ...parts,
    amountMinor: whole ? order.totalMinor : sum(parts.lines, ({ paidMinor }) => paidMinor),
    refundableMinor,
    createdAt: order.createdAt.toISOString(),
    can: {
      ship:
        sendable.includes(order.state) &&
        parts.lines.some((line) => line.quantity > line.fulfilled + line.cancelled),
      refund:
        refundableMinor > 0 &&
        !unrefundable.includes(order.state) &&
        // A seller's part of a cancelled order is over; a refund that failed is the shop's to mend.
        (whole || order.state !== "cancelled"),
    },
  };
}

async function accountView(
  transaction: ShopTransaction,
  order: LockedOrder,
  { sellerId }: SaleScope,
): Promise<SaleDetail["account"]> {
  if (sellerId === undefined) return undefined;
  const account = await accountOf(transaction, order.shopId, order.id, sellerId);
  const { saleMinor, refundedMinor } = account;
  const commissionMinor = account.commissionMinor - account.commissionBackMinor;
  const netMinor = saleMinor - refundedMinor - commissionMinor;
  return { saleMinor, commissionMinor, refundedMinor, netMinor };
}
