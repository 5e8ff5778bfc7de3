import type { OrderDetail, OrderList } from "@slipstream/contracts/order-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { taxLineSchema } from "@slipstream/contracts/totals";
import { orderLines, orders, payments } from "@slipstream/migrations/schema";
import { and, asc, count, desc, eq, inArray } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { standingOf } from "./standing.ts";
import { returnTimeRefusal } from "./states.ts";
import type { LockedOrder } from "./transition.ts";
import { methodNameOf, optional, postalOf, readParts } from "./views.ts";

const PAGE_SIZE = 20;
const SHOWN_TITLES = 3;
/** How long a page waits for a bank before it offers to pay another way. */
const UNDER_WAY_MS = 5 * 60_000;

/** Everything about an order, for its buyer or an admin. Throws `unknown_order`. */
export async function readOrder(
  transaction: ShopTransaction,
  shop: string,
  orderId: string,
): Promise<OrderDetail> {
  const [order] = await transaction
    .select()
    .from(orders)
    .where(and(eq(orders.shopId, shop), eq(orders.id, orderId)));
  if (!order) throw new ProblemError("unknown_order");
  const parts = await readParts(transaction, order, { sellerId: undefined });
  const standing = await standingOf(transaction, shop, order);
  const payment = await paymentOf(transaction, order);
  return {
    ...sumsOf(order),
    ...parts,
    paidMinor: standing.paidMinor,
    ...optional({
      email: order.email,
      discountCode: order.discountCode,
      shippingMethod: methodNameOf(order.shippingMethod),
      shippingAddress: postalOf(order.shippingAddress),
      billingAddress: postalOf(order.billingAddress),
      paymentFailure: payment?.failureCode,
      expiresAt: order.expiresAt?.toISOString(),
    }),
    paymentUnderWay: payment?.state === "authorised" && isRecent(payment.updatedAt),
    createdAt: order.createdAt.toISOString(),
    can: {
      pay: order.state === "payment_pending" && !isOver(order),
      cancel:
        order.state === "created" || order.state === "payment_pending" || order.state === "paid",
      requestReturn:
        returnTimeRefusal(standing, Date.now()) === undefined &&
        ["delivered", "return_requested", "returned"].includes(order.state) &&
        parts.lines.some(({ returnable }) => returnable > 0),
    },
  };
}

function sumsOf(order: LockedOrder) {
  return {
    id: order.id,
    number: order.number,
    state: order.state,
    currency: order.currency,
    subtotalMinor: order.subtotalMinor,
    discountMinor: order.discountMinor,
    shippingMinor: order.shippingMinor,
    taxMinor: order.taxMinor,
    taxIncludedMinor: order.taxIncludedMinor,
    totalMinor: order.totalMinor,
    taxLines: taxLineSchema.array().parse(order.taxLines),
    refundedMinor: order.refundedMinor,
  };
}

function isOver({ expiresAt }: LockedOrder): boolean {
  return expiresAt !== null && expiresAt.getTime() <= Date.now();
}

/** Whether the bank may still answer: afterwards the buyer may try again. */
function isRecent(at: Date): boolean {
  return Date.now() - at.getTime() < UNDER_WAY_MS;
}

/** The payment that an order waits for; undefined once it is paid or over. */
async function paymentOf(transaction: ShopTransaction, order: LockedOrder) {
  if (order.state !== "payment_pending") return undefined;
  const [payment] = await transaction
    .select({
      state: payments.state,
      failureCode: payments.failureCode,
      updatedAt: payments.updatedAt,
    })
    .from(payments)
    .where(eq(payments.orderId, order.id))
    .orderBy(desc(payments.createdAt))
    .limit(1);
  return payment;
}

/** A member's orders, newest first. */
export async function listOrders(
  transaction: ShopTransaction,
  shop: string,
  { userId, page }: { userId: string; page: number },
): Promise<OrderList> {
  const mine = and(eq(orders.shopId, shop), eq(orders.userId, userId));
  const [counted] = await transaction.select({ total: count() }).from(orders).where(mine);
  const rows = await transaction
    .select()
    .from(orders)
    .where(mine)
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
  const lines = await linesOf(
    transaction,
    rows.map(({ id }) => id),
  );
  const total = counted?.total ?? 0;
  return {
    orders: rows.map((order) => {
      const its = lines.filter(({ orderId }) => orderId === order.id);
      return {
        number: order.number,
        state: order.state,
        currency: order.currency,
        totalMinor: order.totalMinor,
        refundedMinor: order.refundedMinor,
        count: its.reduce((all, { quantity }) => all + quantity, 0),
        titles: its.slice(0, SHOWN_TITLES).map(({ title }) => title),
        createdAt: order.createdAt.toISOString(),
      };
    }),
    total,
    page,
    pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
  };
}

async function linesOf(transaction: ShopTransaction, orderIds: readonly string[]) {
  if (orderIds.length === 0) return [];
  return transaction
    .select({
      orderId: orderLines.orderId,
      title: orderLines.title,
      quantity: orderLines.quantity,
    })
    .from(orderLines)
    .where(inArray(orderLines.orderId, [...orderIds]))
    .orderBy(asc(orderLines.position));
}
