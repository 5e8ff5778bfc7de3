import type { OrderState } from "@slipstream/contracts/order-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { orderEvents, orders } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { actorKindOf, type Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { standingOf } from "./standing.ts";
import { refusalOf } from "./states.ts";

/** Who moves an order: somebody, or the shop itself (a payment, a clock). */
export type OrderActor = { principal: Principal } | { system: true };

/** Why, and what else is to be remembered of it. */
export type OrderCause = OrderActor & { reason?: string; data?: Record<string, unknown> };

/** An order's row, locked by this transaction. */
export type LockedOrder = typeof orders.$inferSelect;

/** Locks an order until the transaction ends. Throws `unknown_order`. */
export async function lockOrder(
  transaction: ShopTransaction,
  shop: string,
  orderId: string,
): Promise<LockedOrder> {
  const [order] = await transaction
    .select()
    .from(orders)
    .where(and(eq(orders.shopId, shop), eq(orders.id, orderId)))
    .for("update");
  if (!order) throw new ProblemError("unknown_order");
  return order;
}

/**
 * Moves an order to another state and writes down who did it. Looks at the order under its lock, so
 * of two that come at once the second sees what the first did. Throws `unknown_order`, and
 * `wrong_state` where the machine of `states.ts` does not allow it, saying why.
 */
export async function transition(
  transaction: ShopTransaction,
  shop: string,
  orderId: string,
  to: OrderState,
  cause: OrderCause,
): Promise<LockedOrder> {
  const order = await lockOrder(transaction, shop, orderId);
  const from = order.state;
  const now = new Date();
  const standing = await standingOf(transaction, shop, order);
  const refusal = refusalOf({ from, to }, standing, now.getTime());
  if (refusal !== undefined) throw new ProblemError("wrong_state", { detail: refusal });
  const paid = to === "paid" ? { placedAt: order.placedAt ?? now } : {};
  const changed = { state: to, updatedAt: now, ...paid };
  await transaction.update(orders).set(changed).where(eq(orders.id, orderId));
  await logOrderEvent(transaction, { shop, orderId, kind: to, from, to, ...cause });
  return { ...order, ...changed };
}

/** Writes an entry of an order's log. */
export async function logOrderEvent(
  transaction: ShopTransaction,
  entry: {
    shop: string;
    orderId: string;
    kind: string;
    from?: OrderState;
    to?: OrderState;
  } & OrderCause,
): Promise<void> {
  const { shop, orderId, kind, from, to, reason, data } = entry;
  const principal = "principal" in entry ? entry.principal : undefined;
  await transaction.insert(orderEvents).values({
    id: uuidv7(),
    shopId: shop,
    orderId,
    kind,
    fromState: from ?? null,
    toState: to ?? null,
    actorKind: principal === undefined ? "system" : actorKindOf(principal),
    actorId: principal?.userId ?? null,
    data: { ...data, ...(reason === undefined ? {} : { reason }) },
    at: new Date(),
  });
}
