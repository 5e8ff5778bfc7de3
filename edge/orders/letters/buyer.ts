import {
  DEFAULT_LANGUAGE,
  isLanguage,
  type Language,
  localeIn,
  pathIn,
} from "@slipstream/contracts/languages";
import { users } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import type { ShopTransaction } from "../../database/database.ts";
import type { Letter } from "../../mail/letter.ts";
import { queueMail } from "../../mail/queue.ts";
import type { PaymentSurroundings } from "../../payments/surroundings.ts";
import { readShopSettings } from "../../settings/shop-settings.ts";
import { orderAccess, orderPaths } from "../access.ts";
import type { OrderLineRow } from "../lines.ts";
import { moneyText } from "../money.ts";
import { trackingUrlOf } from "../tracking.ts";
import type { LockedOrder } from "../transition.ts";
import { orderWords } from "./words.ts";

type Surroundings = PaymentSurroundings;

/** "We have your order, and wait for your bank": where a payment takes its time. */
export function sendPlacedLetter(
  transaction: ShopTransaction,
  surroundings: Surroundings,
  order: LockedOrder,
): Promise<void> {
  return send(transaction, surroundings, order, "order_placed", ({ link, words }) => ({
    subject: words.placed.subject(order.number),
    blocks: [words.placed.text, link],
  }));
}

/** The confirmation, with what was bought. */
export function sendPaidLetter(
  transaction: ShopTransaction,
  surroundings: Surroundings,
  order: LockedOrder,
  lines: readonly OrderLineRow[],
): Promise<void> {
  return send(transaction, surroundings, order, "order_paid", ({ link, money, words }) => ({
    subject: words.paid.subject(order.number),
    blocks: [
      words.paid.text,
      {
        rows: [
          ...lines.map(
            (line) =>
              [`${line.quantity} × ${line.title}`, money(line.priceMinor * line.quantity)] as const,
          ),
          ...(order.discountMinor > 0
            ? [[words.sums.discount, `−${money(order.discountMinor)}`] as const]
            : []),
          [
            words.sums.delivery,
            order.shippingMinor === 0 ? words.sums.free : money(order.shippingMinor),
          ],
          ...(order.taxMinor > 0 ? [[words.sums.tax, money(order.taxMinor)] as const] : []),
          [words.sums.total, money(order.totalMinor)],
        ],
      },
      link,
    ],
  }));
}

/** A parcel is on its way. */
export function sendShippedLetter(
  transaction: ShopTransaction,
  surroundings: Surroundings,
  order: LockedOrder,
  parcel: { carrier: string; trackingNumber: string; titles: readonly string[] },
): Promise<void> {
  const { carrier, trackingNumber, titles } = parcel;
  const tracking = trackingUrlOf(carrier, trackingNumber);
  return send(transaction, surroundings, order, "order_shipped", ({ link, words }) => ({
    subject: words.shipped.subject(order.number),
    blocks: [
      words.shipped.text(titles.join(", ")),
      ...(carrier === "" ? [] : [`${words.shipped.carrier(carrier)} ${trackingNumber}`.trim()]),
      ...(tracking === undefined ? [] : [{ link: tracking, text: words.shipped.follow }]),
      link,
    ],
  }));
}

/** Everything arrived. */
export async function sendDeliveredLetter(
  transaction: ShopTransaction,
  surroundings: Surroundings,
  order: LockedOrder,
): Promise<void> {
  const settings = await readShopSettings(transaction, surroundings.shop.id);
  const days = settings["orders.return_days"];
  await send(transaction, surroundings, order, "order_delivered", ({ link, words }) => ({
    subject: words.delivered.subject(order.number),
    blocks: [words.delivered.text(days), link],
  }));
}

/** The order came to an end; money that was paid comes back. */
export function sendCancelledLetter(
  transaction: ShopTransaction,
  surroundings: Surroundings,
  order: LockedOrder,
  cause: { reason: string; refundMinor: number },
): Promise<void> {
  return send(transaction, surroundings, order, "order_cancelled", ({ link, money, words }) => ({
    subject: words.cancelled.subject(order.number),
    blocks: [
      words.cancelled.text,
      ...(cause.reason === "" ? [] : [cause.reason]),
      ...(cause.refundMinor === 0 ? [] : [words.cancelled.refund(money(cause.refundMinor))]),
      link,
    ],
  }));
}

/** Nobody paid, and the goods are free for others again. */
export function sendExpiredLetter(
  transaction: ShopTransaction,
  surroundings: Surroundings,
  order: LockedOrder,
): Promise<void> {
  return send(transaction, surroundings, order, "order_expired", ({ link, words }) => ({
    subject: words.expired.subject(order.number),
    blocks: [words.expired.text, words.expired.again, link],
  }));
}

/** Money is on its way back. */
export function sendRefundLetter(
  transaction: ShopTransaction,
  surroundings: Surroundings,
  order: LockedOrder,
  amountMinor: number,
): Promise<void> {
  return send(transaction, surroundings, order, "order_refunded", ({ link, money, words }) => ({
    subject: words.refund.subject(money(amountMinor), order.number),
    blocks: [words.refund.text(money(amountMinor)), link],
  }));
}

/** The answer to a wish to send something back. */
export function sendReturnLetter(
  transaction: ShopTransaction,
  surroundings: Surroundings,
  order: LockedOrder,
  decision: { approved: boolean; answer: string },
): Promise<void> {
  return send(transaction, surroundings, order, "order_return", ({ link, words }) => ({
    subject: decision.approved
      ? words.returned.approved(order.number)
      : words.returned.refused(order.number),
    blocks: [
      decision.approved ? words.returned.send : words.returned.keep,
      ...(decision.answer === "" ? [] : [decision.answer]),
      link,
    ],
  }));
}

async function send(
  transaction: ShopTransaction,
  surroundings: Surroundings,
  order: LockedOrder,
  template: string,
  write: (tools: {
    link: { link: string; text: string };
    money: (minor: number) => string;
    words: (typeof orderWords)[Language];
  }) => Letter,
): Promise<void> {
  const { shop, settings, origin } = surroundings;
  const to = order.email ?? (await emailOfMember(transaction, shop.id, order.userId));
  if (to === undefined) return;
  const access = { secret: settings.COOKIE_SECRET, shop: shop.id, orderId: order.id };
  const { order: path } = orderPaths(order.number, (await orderAccess(access)).token);
  const language = isLanguage(order.language) ? order.language : DEFAULT_LANGUAGE;
  const words = orderWords[language];
  const letter = write({
    words,
    link: { link: origin + pathIn(language, path), text: words.look },
    money: (minor) => moneyText(minor, order.currency, localeIn(language, shop.locale)),
  });
  await queueMail(transaction, shop, { to, userId: order.userId ?? undefined, template, letter });
}

async function emailOfMember(
  transaction: ShopTransaction,
  shop: string,
  userId: string | null,
): Promise<string | undefined> {
  if (userId === null) return undefined;
  const [user] = await transaction
    .select({ email: users.email })
    .from(users)
    .where(and(eq(users.shopId, shop), eq(users.id, userId)));
  return user?.email;
}
