import type { OrderState } from "@slipstream/contracts/order-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { orderLines, shipments } from "@slipstream/migrations/schema";
import { and, eq, isNull, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import type { PaymentSurroundings } from "../payments/surroundings.ts";
import { advance } from "./advance.ts";
import { sendDeliveredLetter, sendShippedLetter } from "./letters/buyer.ts";
import { type OrderLineRow, readLines } from "./lines.ts";
import { isWithin, lockSale, type SaleScope } from "./scope.ts";
import { type LockedOrder, logOrderEvent } from "./transition.ts";

interface Work {
  number: string;
  scope: SaleScope;
  principal: Principal;
}

interface Units {
  position: number;
  quantity: number;
}

/**
 * Writes down parcels that left: of these lines, or of all that is unsent within the scope; one
 * parcel a seller. Throws `unknown_order`, `invalid_request` (no such line, or more than is unsent),
 * `wrong_state` (not paid, or nothing left to send).
 */
export function shipLines(
  surroundings: PaymentSurroundings,
  work: Work & { carrier: string; trackingNumber: string; lines?: Units[] | undefined },
): Promise<OrderState> {
  const { database, shop } = surroundings;
  return database.withShop(shop.id, async (transaction) => {
    const order = await lockSale(transaction, shop.id, work.number, work.scope);
    if (order.state !== "paid" && order.state !== "partly_fulfilled") {
      throw new ProblemError("wrong_state", { detail: `the order is ${order.state}` });
    }
    const lines = await readLines(transaction, shop.id, order.id);
    const mine = lines.filter((line) => isWithin(work.scope, line.sellerId));
    const parcel = chosenUnits(mine, work.lines);
    if (parcel.length === 0) {
      throw new ProblemError("wrong_state", { detail: "there is nothing left to send" });
    }
    await writeParcels(transaction, order, parcel, work);
    const titles = parcel.map(({ line }) => line.title);
    const { carrier, trackingNumber } = work;
    await sendShippedLetter(transaction, surroundings, order, { carrier, trackingNumber, titles });
    return advance(transaction, shop.id, order.id, work);
  });
}

interface Packed {
  line: OrderLineRow;
  quantity: number;
}

/** Units that are unsent of each line. */
const unsent = (line: OrderLineRow) =>
  line.quantity - line.cancelledQuantity - line.fulfilledQuantity;

/** The asked units of these lines, or all that is unsent. Throws `invalid_request`. */
export function chosenUnits(lines: readonly OrderLineRow[], asked?: readonly Units[]): Packed[] {
  if (!asked) {
    return lines
      .map((line) => ({ line, quantity: unsent(line) }))
      .filter(({ quantity }) => quantity > 0);
  }
  return asked.map(({ position, quantity }, index) => {
    const line = lines.find((one) => one.position === position);
    if (line && quantity <= unsent(line)) return { line, quantity };
    const message = line ? `only ${unsent(line)} are unsent` : "there is no such line";
    throw new ProblemError("invalid_request", { issues: [{ path: `lines.${index}`, message }] });
  });
}

async function writeParcels(
  transaction: ShopTransaction,
  order: LockedOrder,
  packed: readonly Packed[],
  work: { principal: Principal; carrier: string; trackingNumber: string },
): Promise<void> {
  const { principal, carrier, trackingNumber } = work;
  for (const { line, quantity } of packed) {
    await transaction
      .update(orderLines)
      .set({ fulfilledQuantity: sql`${orderLines.fulfilledQuantity} + ${quantity}` })
      .where(and(eq(orderLines.orderId, order.id), eq(orderLines.position, line.position)));
  }
  for (const sellerId of new Set(packed.map(({ line }) => line.sellerId))) {
    const lines = packed
      .filter(({ line }) => line.sellerId === sellerId)
      .map(({ line, quantity }) => ({ position: line.position, quantity }));
    await transaction.insert(shipments).values({
      id: uuidv7(),
      shopId: order.shopId,
      orderId: order.id,
      sellerId,
      carrier,
      trackingNumber,
      lines,
      shippedAt: new Date(),
    });
  }
  await logOrderEvent(transaction, {
    shop: order.shopId,
    orderId: order.id,
    kind: "shipped",
    principal,
    data: { carrier, trackingNumber, pieces: packed.reduce((all, one) => all + one.quantity, 0) },
  });
}

/**
 * Writes down that a parcel arrived; one that did already is left as it is. Throws `unknown_order`,
 * `unknown_shipment`.
 */
export function deliverParcel(
  surroundings: PaymentSurroundings,
  work: Work & { shipmentId: string },
): Promise<OrderState> {
  const { database, shop } = surroundings;
  return database.withShop(shop.id, async (transaction) => {
    const order = await lockSale(transaction, shop.id, work.number, work.scope);
    const its = and(eq(shipments.orderId, order.id), eq(shipments.id, work.shipmentId));
    const [parcel] = await transaction.select().from(shipments).where(its);
    if (!parcel || !isWithin(work.scope, parcel.sellerId)) {
      throw new ProblemError("unknown_shipment");
    }
    const [arrived] = await transaction
      .update(shipments)
      .set({ deliveredAt: new Date() })
      .where(and(its, isNull(shipments.deliveredAt)))
      .returning({ id: shipments.id });
    if (!arrived) return order.state;
    const { principal } = work;
    const orderId = order.id;
    await logOrderEvent(transaction, { shop: shop.id, orderId, kind: "parcel_arrived", principal });
    const state = await advance(transaction, shop.id, orderId, { principal });
    if (state === "delivered" && order.state !== "delivered") {
      await sendDeliveredLetter(transaction, surroundings, order);
    }
    return state;
  });
}
