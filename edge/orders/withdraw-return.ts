import type { OrderState } from "@slipstream/contracts/order-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { orderReturns } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import type { Principal } from "../auth/principal.ts";
import type { PaymentSurroundings } from "../payments/surroundings.ts";
import { advance } from "./advance.ts";
import { lockOrder, logOrderEvent } from "./transition.ts";

/**
 * Takes a buyer's wish to send something back away, while nobody has decided on it. Throws
 * `unknown_order`, `unknown_return`, `wrong_state`.
 */
export function withdrawReturn(
  { database, shop }: Pick<PaymentSurroundings, "database" | "shop">,
  asked: { orderId: string; returnId: string; principal: Principal },
): Promise<OrderState> {
  const { orderId, returnId, principal } = asked;
  return database.withShop(shop.id, async (transaction) => {
    await lockOrder(transaction, shop.id, orderId);
    const one = and(eq(orderReturns.orderId, orderId), eq(orderReturns.id, returnId));
    const [found] = await transaction
      .select({ state: orderReturns.state })
      .from(orderReturns)
      .where(one);
    if (!found) throw new ProblemError("unknown_return");
    if (found.state !== "requested") {
      throw new ProblemError("wrong_state", { detail: `this return is ${found.state}` });
    }
    await transaction
      .update(orderReturns)
      .set({ state: "withdrawn", decidedAt: new Date() })
      .where(one);
    const kind = "return_withdrawn";
    await logOrderEvent(transaction, { shop: shop.id, orderId, kind, principal });
    return advance(transaction, shop.id, orderId, { principal });
  });
}
