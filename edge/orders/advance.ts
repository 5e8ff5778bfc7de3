import type { OrderState } from "@slipstream/contracts/order-api";
import { orders } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { standingOf } from "./standing.ts";
import { refusalOf } from "./states.ts";
import { type OrderActor, transition } from "./transition.ts";

/** Where an order goes by itself once the guards allow it, the furthest first. */
const onward: Readonly<Partial<Record<OrderState, readonly OrderState[]>>> = {
  paid: ["fulfilled", "partly_fulfilled"],
  partly_fulfilled: ["fulfilled"],
  fulfilled: ["delivered"],
  delivered: ["return_requested"],
  return_requested: ["returned", "delivered"],
};
const MAX_STEPS = 3;

/**
 * Moves an order on as far as what happened to its parcels and returns takes it. Answers the state
 * that it is in then.
 */
export async function advance(
  transaction: ShopTransaction,
  shop: string,
  orderId: string,
  actor: OrderActor,
): Promise<OrderState> {
  const [order] = await transaction
    .select({ id: orders.id, state: orders.state, totalMinor: orders.totalMinor })
    .from(orders)
    .where(and(eq(orders.shopId, shop), eq(orders.id, orderId)));
  let state = order!.state;
  const standing = await standingOf(transaction, shop, order!);
  for (let step = 0; step < MAX_STEPS; step++) {
    const from = state;
    const to = onward[from]?.find(
      (next) => refusalOf({ from, to: next }, standing, Date.now()) === undefined,
    );
    if (to === undefined) break;
    await transition(transaction, shop, orderId, to, actor);
    state = to;
  }
  return state;
}
