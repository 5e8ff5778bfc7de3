import { ProblemError } from "@slipstream/contracts/problems";
import { payments, paymentWebhooks, refunds, shops } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import { shopOrigin } from "../catalogue/shop-origin.ts";
import { giveBackDiscount } from "../checkout/discount-use.ts";
import type { ShopTransaction } from "../database/database.ts";
import { log } from "../log.ts";
import { sendPlacedLetter } from "../orders/letters/buyer.ts";
import { type LockedOrder, lockOrder, logOrderEvent, transition } from "../orders/transition.ts";
import { releaseReserved } from "../stock/reservations.ts";
import type { PaymentNews } from "./provider.ts";
import { openProvider } from "./providers.ts";
import { carryOutRefunds, finishRefund, noteDeskRefund, openRefund } from "./refunds.ts";
import { settlePaid } from "./settle.ts";
import type { PaymentSurroundings } from "./surroundings.ts";

export type Handled = "applied" | "again" | "ignored";

/**
 * Takes a provider's webhook. Each counts once, in whatever order they come: it is written down in
 * the transaction of its effect. Money for an order that nobody waits for any more goes back by
 * itself. Throws `unknown_payment_provider`, `invalid_signature`.
 */
export async function receiveWebhook(
  surroundings: PaymentSurroundings,
  providerName: string,
  request: { body: string; headers: Headers },
): Promise<Handled> {
  const provider = openProvider(providerName, surroundings);
  const news = await provider.readWebhook(request);
  if (!news) return "ignored";
  const place = await placeOf(surroundings, news);
  if (!place) return "ignored";
  const { handled, refundIds } = await place.database.withShop(place.shop.id, (transaction) =>
    applyNews(transaction, place, providerName, news),
  );
  await carryOutRefunds(place, refundIds);
  return handled;
}

/** One account at a provider may serve all shops of an installation: the news says whose it is. */
async function placeOf(
  surroundings: PaymentSurroundings,
  news: PaymentNews,
): Promise<PaymentSurroundings | undefined> {
  const { database, shop } = surroundings;
  if (news.shop === undefined || news.shop === shop.id) return surroundings;
  const id = news.shop;
  const [other] = await database.withoutShop((connection) =>
    connection
      .select({ id: shops.id, name: shops.name, locale: shops.locale, hosts: shops.hosts })
      .from(shops)
      .where(eq(shops.id, id)),
  );
  if (!other) return undefined;
  return { ...surroundings, shop: other, origin: shopOrigin(other, surroundings.origin) };
}

interface Applied {
  handled: Handled;
  /** To be carried out after the transaction. */
  refundIds: (string | undefined)[];
}

const nothing = (handled: Handled): Applied => ({ handled, refundIds: [] });

async function applyNews(
  transaction: ShopTransaction,
  surroundings: PaymentSurroundings,
  provider: string,
  news: PaymentNews,
): Promise<Applied> {
  const shop = surroundings.shop.id;
  const orderId = await orderOf(transaction, shop, provider, news);
  if (orderId === undefined) return nothing("ignored");
  const order = await lockOrder(transaction, shop, orderId);
  const [first] = await transaction
    .insert(paymentWebhooks)
    .values({ provider, eventId: news.eventId, shopId: shop, payload: { ...news } })
    .onConflictDoNothing()
    .returning({ eventId: paymentWebhooks.eventId });
  if (!first) return nothing("again");
  const payment = await paymentOf(transaction, shop, provider, news);
  if (!payment) return nothing("ignored");
  // Its name is known here before our own call for it was answered.
  if (payment.providerReference === null) {
    await change(transaction, payment, { providerReference: news.reference });
  }
  const refundIds = await apply(transaction, surroundings, { order, payment, news });
  return { handled: "applied", refundIds };
}

type Payment = typeof payments.$inferSelect;

async function paymentOf(
  transaction: ShopTransaction,
  shop: string,
  provider: string,
  news: PaymentNews,
): Promise<Payment | undefined> {
  const mine = and(eq(payments.shopId, shop), eq(payments.provider, provider));
  const find = (what: ReturnType<typeof eq>) =>
    transaction.select().from(payments).where(and(mine, what));
  const [byReference] = await find(eq(payments.providerReference, news.reference));
  if (byReference || news.paymentId === undefined) return byReference;
  const [byId] = await find(eq(payments.id, news.paymentId));
  return byId;
}

async function orderOf(...of: Parameters<typeof paymentOf>): Promise<string | undefined> {
  return (await paymentOf(...of))?.orderId;
}

interface Case {
  order: LockedOrder;
  payment: Payment;
  news: PaymentNews;
}

async function apply(
  transaction: ShopTransaction,
  surroundings: PaymentSurroundings,
  { order, payment, news }: Case,
): Promise<(string | undefined)[]> {
  const { event } = news;
  // What was captured stays captured, whatever older news still comes in.
  const settled = payment.state === "captured" || payment.state === "refunded";
  const note = (kind: string, data: Record<string, unknown> = {}) =>
    logOrderEvent(transaction, {
      shop: surroundings.shop.id,
      orderId: order.id,
      kind,
      system: true,
      data,
    });
  switch (event.kind) {
    case "succeeded":
      if (settled) return [];
      return captured(transaction, surroundings, { order, payment, event });
    case "failed":
      if (settled || payment.state === "cancelled") return [];
      await change(transaction, payment, { state: "failed", failureCode: event.failureCode });
      await note("payment_failed", { failureCode: event.failureCode });
      return [];
    case "processing":
      if (settled || payment.state === "cancelled") return [];
      await change(transaction, payment, { state: "authorised", failureCode: null });
      await note("payment_processing");
      await sendPlacedLetter(transaction, surroundings, order);
      return [];
    case "cancelled":
      if (!settled) await change(transaction, payment, { state: "cancelled" });
      return [];
    case "refund":
      await refundNews(transaction, surroundings, { payment, event });
      return [];
  }
}

type EventOf<K extends PaymentNews["event"]["kind"]> = Extract<PaymentNews["event"], { kind: K }>;

async function captured(
  transaction: ShopTransaction,
  surroundings: PaymentSurroundings,
  { order, payment, event }: Omit<Case, "news"> & { event: EventOf<"succeeded"> },
): Promise<(string | undefined)[]> {
  const { amountMinor, currency } = event;
  await change(transaction, payment, { state: "captured", amountMinor, failureCode: null });
  const asAgreed = amountMinor === order.totalMinor && currency === order.currency;
  if (order.state === "payment_pending" && asAgreed) {
    try {
      await settlePaid(transaction, surroundings, order);
      return [];
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== "out_of_stock") throw error;
    }
  }
  return giveAllBack(transaction, surroundings, { order, amountMinor });
}

/** The money came, and there is nothing to give for it: the order ends, and the money goes back. */
async function giveAllBack(
  transaction: ShopTransaction,
  surroundings: PaymentSurroundings,
  { order, amountMinor }: { order: LockedOrder; amountMinor: number },
): Promise<(string | undefined)[]> {
  const shop = surroundings.shop.id;
  log("warn", "a payment came for an order that cannot be filled", { shop, order: order.number });
  const reason = "The payment came too late: what was ordered is not there any more.";
  const refundId = await openRefund(transaction, shop, order, { amountMinor, reason, shares: [] });
  await logOrderEvent(transaction, {
    shop,
    orderId: order.id,
    kind: "payment_too_late",
    system: true,
    data: { amountMinor },
  });
  if (order.state === "payment_pending") {
    await releaseReserved(transaction, shop, order.id);
    await giveBackDiscount(transaction, shop, order.id);
    await transition(transaction, shop, order.id, "cancelled", { system: true, reason });
  }
  return [refundId];
}

async function refundNews(
  transaction: ShopTransaction,
  surroundings: PaymentSurroundings,
  { payment, event }: Pick<Case, "payment"> & { event: EventOf<"refund"> },
): Promise<void> {
  const shop = surroundings.shop.id;
  let { refundId } = event;
  if (refundId === undefined) {
    const [known] = await transaction
      .select({ id: refunds.id })
      .from(refunds)
      .where(
        and(eq(refunds.paymentId, payment.id), eq(refunds.providerReference, event.reference)),
      );
    // Made at the provider's own desk: the order must know of it.
    refundId = known?.id;
    refundId ??= await noteDeskRefund(transaction, shop, { paymentId: payment.id, ...event });
  }
  await finishRefund(transaction, surroundings, refundId, event);
}

async function change(
  transaction: ShopTransaction,
  payment: Payment,
  to: Partial<Pick<Payment, "state" | "failureCode" | "amountMinor" | "providerReference">>,
): Promise<void> {
  await transaction
    .update(payments)
    .set({ ...to, updatedAt: new Date() })
    .where(eq(payments.id, payment.id));
}
