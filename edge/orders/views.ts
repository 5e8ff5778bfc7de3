import type {
  OrderEvent,
  OrderLine,
  OrderRefund,
  OrderReturn,
  Postal,
  Shipment,
} from "@slipstream/contracts/order-api";
import {
  categories,
  orderEvents,
  orderLines,
  orderReturns,
  payments,
  products,
  refunds,
  sellers,
  shipments,
} from "@slipstream/migrations/schema";
import { and, asc, eq } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { readLines } from "./lines.ts";
import { openUnits, returnableOf } from "./returns.ts";
import { isWithin, type SaleScope } from "./scope.ts";
import { sharesOf } from "./shares.ts";
import { trackingUrlOf } from "./tracking.ts";
import type { LockedOrder } from "./transition.ts";

/** An order's row, however it was read. */
type OrderRow = LockedOrder;

/** Parts of an order within a scope, as pages show them. */
export interface OrderParts {
  lines: OrderLine[];
  shipments: Shipment[];
  returns: OrderReturn[];
  refunds: OrderRefund[];
  events: OrderEvent[];
}

/** Reads what hangs on an order, as far as the scope reaches. */
export async function readParts(
  transaction: ShopTransaction,
  order: OrderRow,
  scope: SaleScope,
): Promise<OrderParts> {
  return {
    lines: await viewLines(transaction, order, scope),
    shipments: await viewShipments(transaction, order, scope),
    returns: await viewReturns(transaction, order, scope),
    refunds: await viewRefunds(transaction, order, scope),
    events: await viewEvents(transaction, order, scope),
  };
}

async function viewLines(
  transaction: ShopTransaction,
  order: OrderRow,
  scope: SaleScope,
): Promise<OrderLine[]> {
  const rows = await readLines(transaction, order.shopId, order.id);
  const open = await openUnits(transaction, order);
  const about = await aboutLines(transaction, order);
  const shares = new Map(sharesOf(order, rows).map((share) => [share.position, share]));
  return rows
    .filter((row) => isWithin(scope, row.sellerId))
    .map((row) => {
      const { goodsMinor, taxMinor } = shares.get(row.position)!;
      const more = about.get(row.position);
      return {
        position: row.position,
        sku: row.sku,
        itemId: row.productId,
        ...optional({
          slug: more?.status === "published" ? more.slug : undefined,
          tint: more?.tint,
          seller: more?.seller,
          imageUrl: row.imageUrl,
        }),
        title: row.title,
        options: row.options,
        quantity: row.quantity,
        cancelled: row.cancelledQuantity,
        fulfilled: row.fulfilledQuantity,
        returned: row.returnedQuantity,
        returnable: returnableOf(row, open),
        priceMinor: row.priceMinor,
        paidMinor: goodsMinor + taxMinor,
      };
    });
}

/** What is known of the products of an order's lines today, by position. */
async function aboutLines(transaction: ShopTransaction, order: OrderRow) {
  const rows = await transaction
    .select({
      position: orderLines.position,
      slug: products.slug,
      status: products.status,
      tint: categories.tint,
      seller: sellers.name,
    })
    .from(orderLines)
    .leftJoin(
      products,
      and(eq(products.shopId, orderLines.shopId), eq(products.id, orderLines.productId)),
    )
    .leftJoin(
      categories,
      and(eq(categories.shopId, products.shopId), eq(categories.slug, products.categorySlug)),
    )
    .leftJoin(sellers, eq(sellers.id, orderLines.sellerId))
    .where(and(eq(orderLines.shopId, order.shopId), eq(orderLines.orderId, order.id)));
  return new Map(rows.map((row) => [row.position, row]));
}

async function viewShipments(
  transaction: ShopTransaction,
  order: OrderRow,
  scope: SaleScope,
): Promise<Shipment[]> {
  const rows = await transaction
    .select()
    .from(shipments)
    .where(and(eq(shipments.shopId, order.shopId), eq(shipments.orderId, order.id)))
    .orderBy(asc(shipments.shippedAt));
  return rows
    .filter((row) => isWithin(scope, row.sellerId))
    .map((row) => ({
      id: row.id,
      carrier: row.carrier,
      trackingNumber: row.trackingNumber,
      lines: row.lines,
      shippedAt: row.shippedAt.toISOString(),
      ...optional({
        trackingUrl: trackingUrlOf(row.carrier, row.trackingNumber),
        deliveredAt: row.deliveredAt?.toISOString(),
      }),
    }));
}

async function viewReturns(
  transaction: ShopTransaction,
  order: OrderRow,
  scope: SaleScope,
): Promise<OrderReturn[]> {
  const rows = await transaction
    .select()
    .from(orderReturns)
    .where(and(eq(orderReturns.shopId, order.shopId), eq(orderReturns.orderId, order.id)))
    .orderBy(asc(orderReturns.createdAt));
  return rows
    .filter((row) => isWithin(scope, row.sellerId))
    .map(({ id, state, lines, reason, answer, createdAt }) => ({
      id,
      state,
      lines,
      reason,
      answer,
      createdAt: createdAt.toISOString(),
    }));
}

async function viewRefunds(
  transaction: ShopTransaction,
  order: OrderRow,
  scope: SaleScope,
): Promise<OrderRefund[]> {
  const rows = await transaction
    .select({
      id: refunds.id,
      amountMinor: refunds.amountMinor,
      reason: refunds.reason,
      state: refunds.state,
      sellerId: refunds.sellerId,
      createdAt: refunds.createdAt,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(eq(payments.shopId, order.shopId), eq(payments.orderId, order.id)))
    .orderBy(asc(refunds.createdAt));
  return rows
    .filter((row) => isWithin(scope, row.sellerId))
    .map(({ id, amountMinor, reason, state, createdAt }) => ({
      id,
      amountMinor,
      reason,
      state,
      at: createdAt.toISOString(),
    }));
}

async function viewEvents(
  transaction: ShopTransaction,
  order: OrderRow,
  scope: SaleScope,
): Promise<OrderEvent[]> {
  const rows = await transaction
    .select()
    .from(orderEvents)
    .where(and(eq(orderEvents.shopId, order.shopId), eq(orderEvents.orderId, order.id)))
    .orderBy(asc(orderEvents.at), asc(orderEvents.id));
  const whole = scope.sellerId === undefined;
  return rows
    .filter((row) => whole || row.toState !== null)
    .map((row) => ({
      kind: row.kind,
      ...optional({ from: row.fromState, to: row.toState }),
      actor: row.actorKind,
      // What others wrote or gave back is not for a single seller's eyes.
      data: whole ? (row.data as Record<string, unknown>) : {},
      at: row.at.toISOString(),
    }));
}

/** An address as it was written into the order. */
export function postalOf(address: unknown): Postal | undefined {
  return (address ?? undefined) as Postal | undefined;
}

/** The name of the chosen way of delivery. */
export function methodNameOf(method: unknown): string | undefined {
  return (method as { name?: string } | null)?.name;
}

/** Leaves out what is not there. */
export function optional<T extends Record<string, unknown>>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], null | undefined> } {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  ) as { [K in keyof T]?: Exclude<T[K], null | undefined> };
}
