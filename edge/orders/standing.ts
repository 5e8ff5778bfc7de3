import {
  orderLines,
  orderReturns,
  payments,
  refunds,
  shipments,
} from "@slipstream/migrations/schema";
import { and, asc, eq, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { readShopSettings } from "../settings/shop-settings.ts";
import type { OrderStanding } from "./states.ts";

/** What the guards look at, read under the order's lock. */
export async function standingOf(
  transaction: ShopTransaction,
  shop: string,
  order: { id: string; totalMinor: number },
): Promise<OrderStanding> {
  const lines = await transaction
    .select({
      position: orderLines.position,
      quantity: orderLines.quantity,
      cancelled: orderLines.cancelledQuantity,
      fulfilled: orderLines.fulfilledQuantity,
      returned: orderLines.returnedQuantity,
    })
    .from(orderLines)
    .where(and(eq(orderLines.shopId, shop), eq(orderLines.orderId, order.id)))
    .orderBy(asc(orderLines.position));
  const [money] = await transaction.execute<{
    paid: string;
    refunded: string;
    refunding: string;
    undelivered: string;
    delivered: string | null;
    open: string;
  }>(sql`
    select
      (select coalesce(sum(amount_minor), 0) from ${payments}
        where order_id = ${order.id} and state in ('captured', 'refunded')) as paid,
      (select coalesce(sum(r.amount_minor) filter (where r.state = 'done'), 0)
        from ${refunds} r join ${payments} p on p.id = r.payment_id where p.order_id = ${order.id}) as refunded,
      (select coalesce(sum(r.amount_minor) filter (where r.state = 'pending'), 0)
        from ${refunds} r join ${payments} p on p.id = r.payment_id where p.order_id = ${order.id}) as refunding,
      (select count(*) from ${shipments} where order_id = ${order.id} and delivered_at is null) as undelivered,
      (select extract(epoch from max(delivered_at)) * 1000 from ${shipments} where order_id = ${order.id}) as delivered,
      (select count(*) from ${orderReturns}
        where order_id = ${order.id} and state in ('requested', 'approved')) as open`);
  const settings = await readShopSettings(transaction, shop);
  const undeliveredShipments = Number(money?.undelivered ?? 0);
  const delivered = money?.delivered ?? null;
  return {
    totalMinor: order.totalMinor,
    paidMinor: Number(money?.paid ?? 0),
    refundedMinor: Number(money?.refunded ?? 0),
    refundingMinor: Number(money?.refunding ?? 0),
    lines,
    undeliveredShipments,
    deliveredAtMs: undeliveredShipments > 0 || delivered === null ? undefined : Number(delivered),
    openReturns: Number(money?.open ?? 0),
    returnDays: settings["orders.return_days"],
  };
}
