import type { PaymentAction, PaymentStart } from "@slipstream/contracts/order-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { payments } from "@slipstream/migrations/schema";
import { and, desc, eq, ne } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { ShopTransaction } from "../database/database.ts";
import { log } from "../log.ts";
import { orderAccess, orderPaths } from "../orders/access.ts";
import { type LockedOrder, lockOrder } from "../orders/transition.ts";
import { PaymentProviderError } from "./provider.ts";
import { openProvider, requireProvider } from "./providers.ts";
import { settlePaid } from "./settle.ts";
import type { PaymentSurroundings } from "./surroundings.ts";

const nothingToDo: PaymentAction = { kind: "none" };

/**
 * Begins the payment of an order that is `payment_pending`, or goes on with the one that was begun:
 * an order has one payment, however often this is called and whoever calls at the same time. Call
 * it after the order's transaction has committed; send the buyer to the answer's `payPath` by a
 * whole page load (`redirectDocument`), as that page alone may load a provider's script.
 *
 * Throws `unknown_order`; `wrong_state` for an order that is not waiting for its payment;
 * `payment_unavailable` where the provider does not answer, or there is none: the order waits, and
 * this may be called again.
 */
export async function startPayment(
  surroundings: PaymentSurroundings & { orderId: string },
): Promise<PaymentStart> {
  const { database, shop, orderId } = surroundings;
  const { order, payment } = await database.withShop(shop.id, (transaction) =>
    openPayment(transaction, surroundings),
  );
  const { token } = await orderAccess({
    secret: surroundings.settings.COOKIE_SECRET,
    shop: shop.id,
    orderId,
  });
  const paths = orderPaths(order.number, token);
  return {
    number: order.number,
    amountMinor: order.totalMinor,
    currency: order.currency,
    ...(order.expiresAt === null ? {} : { expiresAt: order.expiresAt.toISOString() }),
    action: payment === undefined ? nothingToDo : await actionOf(surroundings, order, payment),
    payPath: paths.pay,
    orderPath: paths.order,
  };
}

type Payment = typeof payments.$inferSelect;

/** The order's one payment, made where there is none; undefined where there is nothing to pay. */
async function openPayment(
  transaction: ShopTransaction,
  surroundings: PaymentSurroundings & { orderId: string },
): Promise<{ order: LockedOrder; payment: Payment | undefined }> {
  const { settings, shop, orderId } = surroundings;
  const order = await lockOrder(transaction, shop.id, orderId);
  if (order.state !== "payment_pending") {
    throw new ProblemError("wrong_state", {
      detail: `an order that is ${order.state} does not wait for a payment`,
    });
  }
  if (order.totalMinor === 0) {
    await settlePaid(transaction, surroundings, order);
    return { order, payment: undefined };
  }
  const [known] = await transaction
    .select()
    .from(payments)
    .where(and(eq(payments.orderId, orderId), ne(payments.state, "cancelled")))
    .orderBy(desc(payments.createdAt))
    .limit(1);
  if (known) return { order, payment: known };
  const [payment] = await transaction
    .insert(payments)
    .values({
      id: uuidv7(),
      shopId: shop.id,
      orderId,
      provider: requireProvider(settings),
      state: "requires_action",
      amountMinor: order.totalMinor,
      currency: order.currency,
    })
    .returning();
  return { order, payment };
}

/** Asks the provider, outside of any transaction; the payment's id makes a second call harmless. */
async function actionOf(
  surroundings: PaymentSurroundings,
  order: LockedOrder,
  payment: Payment,
): Promise<PaymentAction> {
  if (payment.action !== null) return payment.action as PaymentAction;
  const { database, shop } = surroundings;
  const provider = openProvider(payment.provider, surroundings);
  try {
    const { reference, action } = await provider.createIntent({
      paymentId: payment.id,
      shop: shop.id,
      orderNumber: order.number,
      amountMinor: payment.amountMinor,
      currency: payment.currency,
      email: order.email ?? undefined,
    });
    await database.withShop(shop.id, (transaction) =>
      transaction
        .update(payments)
        .set({ providerReference: reference, action, updatedAt: new Date() })
        .where(eq(payments.id, payment.id)),
    );
    return action;
  } catch (error) {
    if (!(error instanceof PaymentProviderError)) throw error;
    log("error", "a payment could not be begun", { shop: shop.id, order: order.number, error });
    throw new ProblemError("payment_unavailable", { retryAfterSeconds: 5, cause: error });
  }
}
