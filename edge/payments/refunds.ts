import { ProblemError } from "@slipstream/contracts/problems";
import { orders, payments, refunds } from "@slipstream/migrations/schema";
import { and, eq, inArray, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { ShopTransaction } from "../database/database.ts";
import { log } from "../log.ts";
import { recordRefund } from "../orders/ledger.ts";
import { sendRefundLetter } from "../orders/letters/buyer.ts";
import { standingOf } from "../orders/standing.ts";
import { leftToRefund, refusalOf } from "../orders/states.ts";
import { type LockedOrder, lockOrder, logOrderEvent, transition } from "../orders/transition.ts";
import { PaymentProviderError, type RefundAnswer } from "./provider.ts";
import { openProvider } from "./providers.ts";
import type { PaymentSurroundings } from "./surroundings.ts";

/** A refund that nobody could carry out is tried again after this. */
const RETRY_AFTER_SECONDS = 60;
const MAX_RESUMED_AT_ONCE = 20;

export interface NewRefund {
  amountMinor: number;
  reason: string;
  /** Units that it is for; absent for one that is only about money. */
  lines?: { position: number; quantity: number }[] | undefined;
  /** Whose lines; absent: the shop decided. */
  sellerId?: string | undefined;
  /** What each seller's account bears of it. */
  shares: { sellerId: string; amountMinor: number }[];
}

/**
 * Writes down money to give back, under the order's lock: from now on it counts against what is
 * left, so that no two refunds together exceed what was paid. Nothing to give back: undefined.
 * Afterwards, outside of the transaction, call `carryOutRefunds`. Throws `refund_too_large`.
 */
export async function openRefund(
  transaction: ShopTransaction,
  shop: string,
  order: LockedOrder,
  refund: NewRefund,
): Promise<string | undefined> {
  const { amountMinor } = refund;
  if (amountMinor === 0) return undefined;
  const payment = await capturedPayment(transaction, shop, order.id);
  const left = leftToRefund(await standingOf(transaction, shop, order));
  if (!payment || amountMinor > left) {
    throw new ProblemError("refund_too_large");
  }
  return insertRefund(transaction, shop, payment.id, refund);
}

/**
 * Writes down money that a provider gives back on its own. It is gone whatever was left: where our
 * own refunds then ask for more than there is, the provider refuses those.
 */
export function noteDeskRefund(
  transaction: ShopTransaction,
  shop: string,
  refund: { paymentId: string; amountMinor: number; reference: string },
): Promise<string> {
  const { paymentId, amountMinor, reference } = refund;
  const known = { amountMinor, reason: "", shares: [] };
  return insertRefund(transaction, shop, paymentId, known, reference);
}

async function insertRefund(
  transaction: ShopTransaction,
  shop: string,
  paymentId: string,
  refund: NewRefund,
  reference?: string,
): Promise<string> {
  const id = uuidv7();
  const { amountMinor } = refund;
  await transaction.insert(refunds).values({
    id,
    shopId: shop,
    paymentId,
    providerReference: reference ?? null,
    amountMinor,
    reason: refund.reason,
    state: "pending",
    lines: refund.lines ?? null,
    sellerId: refund.sellerId ?? null,
    shares: refund.shares,
    createdAt: new Date(),
  });
  return id;
}

async function capturedPayment(transaction: ShopTransaction, shop: string, orderId: string) {
  const [payment] = await transaction
    .select()
    .from(payments)
    .where(
      and(
        eq(payments.shopId, shop),
        eq(payments.orderId, orderId),
        inArray(payments.state, ["captured", "refunded"]),
      ),
    );
  return payment;
}

/**
 * Asks the providers to give the money back, each refund once however often this is called. What
 * they do not answer stays pending and is tried again by `resumeRefunds`.
 */
export async function carryOutRefunds(
  surroundings: PaymentSurroundings,
  refundIds: readonly (string | undefined)[],
): Promise<void> {
  const { database, shop } = surroundings;
  for (const refundId of refundIds) {
    if (refundId === undefined) continue;
    const open = await database.withShop(shop.id, (transaction) =>
      takeOpen(transaction, shop.id, refundId),
    );
    if (!open) continue;
    const answer = await ask(surroundings, refundId, open);
    if (answer === undefined || answer.state === "pending") continue;
    await database.withShop(shop.id, (transaction) =>
      finishRefund(transaction, surroundings, refundId, answer),
    );
  }
}

async function takeOpen(transaction: ShopTransaction, shop: string, refundId: string) {
  await transaction
    .update(refunds)
    .set({ triedAt: new Date() })
    .where(and(eq(refunds.shopId, shop), eq(refunds.id, refundId), eq(refunds.state, "pending")));
  const [open] = await transaction
    .select({
      amountMinor: refunds.amountMinor,
      currency: payments.currency,
      provider: payments.provider,
      reference: payments.providerReference,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(eq(refunds.shopId, shop), eq(refunds.id, refundId), eq(refunds.state, "pending")));
  return open;
}

type OpenRefund = NonNullable<Awaited<ReturnType<typeof takeOpen>>>;

async function ask(
  surroundings: PaymentSurroundings,
  refundId: string,
  { amountMinor, currency, provider, reference }: OpenRefund,
): Promise<RefundAnswer | undefined> {
  const shop = surroundings.shop.id;
  try {
    return await openProvider(provider, surroundings).refund({
      refundId,
      reference: reference ?? "",
      amountMinor,
      currency,
      shop,
    });
  } catch (error) {
    // A provider that is not set up here any more (a ProblemError) may be so again.
    const mayWait = error instanceof PaymentProviderError || error instanceof ProblemError;
    if (!mayWait) throw error;
    log("error", "a refund waits: its provider did not answer", { shop, refundId, error });
    return undefined;
  }
}

/**
 * Writes down how a refund ended, once: the order's sum, its sellers' accounts, its log, its state
 * and the buyer's letter. One that ended already stays as it is; a bank that sends the money back
 * after all makes `failed` of `done` only in the log, for a person to look at.
 */
export async function finishRefund(
  transaction: ShopTransaction,
  surroundings: PaymentSurroundings,
  refundId: string,
  answer: RefundAnswer,
): Promise<void> {
  const shop = surroundings.shop.id;
  const [found] = await transaction
    .select({ orderId: payments.orderId })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(eq(refunds.shopId, shop), eq(refunds.id, refundId)));
  if (!found || answer.state === "pending") return;
  const order = await lockOrder(transaction, shop, found.orderId);
  const [refund] = await transaction.select().from(refunds).where(eq(refunds.id, refundId));
  if (refund?.state === "done") return noteSentBack(transaction, shop, { order, refund, answer });
  if (refund?.state !== "pending") return;
  await transaction
    .update(refunds)
    .set({
      state: answer.state,
      providerReference: answer.reference,
      failureCode: answer.failureCode ?? null,
      finishedAt: new Date(),
    })
    .where(eq(refunds.id, refundId));
  const { amountMinor, reason } = refund;
  const data = { amountMinor, ...(reason === "" ? {} : { reason }) };
  if (answer.state === "failed") {
    await logOrderEvent(transaction, {
      shop,
      orderId: order.id,
      kind: "refund_failed",
      system: true,
      data: { ...data, failureCode: answer.failureCode },
    });
    return;
  }
  await recordDone(transaction, surroundings, order, refund, data);
}

/** A bank may send back, days later, what was given: once it is in the log, for a person to look at. */
async function noteSentBack(
  transaction: ShopTransaction,
  shop: string,
  about: { order: LockedOrder; refund: typeof refunds.$inferSelect; answer: RefundAnswer },
): Promise<void> {
  const { order, refund, answer } = about;
  if (answer.state !== "failed" || refund.failureCode !== null) return;
  const failureCode = answer.failureCode ?? "sent_back";
  await transaction.update(refunds).set({ failureCode }).where(eq(refunds.id, refund.id));
  const { amountMinor } = refund;
  const data = { amountMinor, failureCode };
  const entry = { shop, orderId: order.id, kind: "refund_failed", system: true as const, data };
  await logOrderEvent(transaction, entry);
}

async function recordDone(
  transaction: ShopTransaction,
  surroundings: PaymentSurroundings,
  order: LockedOrder,
  refund: typeof refunds.$inferSelect,
  data: Record<string, unknown>,
): Promise<void> {
  const shop = surroundings.shop.id;
  await transaction
    .update(orders)
    .set({ refundedMinor: sql`${orders.refundedMinor} + ${refund.amountMinor}` })
    .where(eq(orders.id, order.id));
  await recordRefund(transaction, shop, order, refund.shares);
  await logOrderEvent(transaction, {
    shop,
    orderId: order.id,
    kind: "refund",
    system: true,
    data,
  });
  await sendRefundLetter(transaction, surroundings, order, refund.amountMinor);
  const standing = await standingOf(transaction, shop, order);
  if (standing.refundedMinor < standing.paidMinor) return;
  await transaction
    .update(payments)
    .set({ state: "refunded", updatedAt: new Date() })
    .where(eq(payments.id, refund.paymentId));
  const move = { from: order.state, to: "refunded" as const };
  if (refusalOf(move, standing, Date.now()) !== undefined) return;
  await transition(transaction, shop, order.id, "refunded", { system: true });
}

/** Goes on with refunds that a provider did not answer, or that a fault cut off. */
export async function resumeRefunds(surroundings: PaymentSurroundings): Promise<void> {
  const { database, shop } = surroundings;
  const waiting = await database.withShop(shop.id, (transaction) =>
    transaction
      .select({ id: refunds.id })
      .from(refunds)
      .where(
        and(
          eq(refunds.shopId, shop.id),
          eq(refunds.state, "pending"),
          sql`coalesce(${refunds.triedAt}, ${refunds.createdAt}) < now() - make_interval(secs => ${RETRY_AFTER_SECONDS})`,
        ),
      )
      .limit(MAX_RESUMED_AT_ONCE),
  );
  await carryOutRefunds(
    surroundings,
    waiting.map(({ id }) => id),
  );
}
