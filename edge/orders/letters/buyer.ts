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

type Surroundings = PaymentSurroundings;

/** "We have your order, and wait for your bank": where a payment takes its time. */
export function sendPlacedLetter(
  transaction: ShopTransaction,
  surroundings: Surroundings,
  order: LockedOrder,
): Promise<void> {
  return send(transaction, surroundings, order, "order_placed", ({ link }) => ({
    subject: `Your order ${order.number}`,
    blocks: [
      "Thank you. We have your order and wait for your bank to confirm the payment. We write again as soon as it does.",
      link,
    ],
  }));
}

/** The confirmation, with what was bought. */
export function sendPaidLetter(
  transaction: ShopTransaction,
  surroundings: Surroundings,
  order: LockedOrder,
  lines: readonly OrderLineRow[],
): Promise<void> {
  return send(transaction, surroundings, order, "order_paid", ({ link, money }) => ({
    subject: `Your order ${order.number} is paid`,
    blocks: [
      "Thank you for your order. We pack it now and write again when it leaves us.",
      {
        rows: [
          ...lines.map(
            (line) =>
              [`${line.quantity} × ${line.title}`, money(line.priceMinor * line.quantity)] as const,
          ),
          ...(order.discountMinor > 0
            ? [["Discount", `−${money(order.discountMinor)}`] as const]
            : []),
          ["Delivery", order.shippingMinor === 0 ? "Free" : money(order.shippingMinor)],
          ...(order.taxMinor > 0 ? [["Tax", money(order.taxMinor)] as const] : []),
          ["Total", money(order.totalMinor)],
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
  return send(transaction, surroundings, order, "order_shipped", ({ link }) => ({
    subject: `Your order ${order.number} is on its way`,
    blocks: [
      `A parcel left us with ${titles.join(", ")}.`,
      ...(carrier === "" ? [] : [`It travels with ${carrier}. ${trackingNumber}`.trim()]),
      ...(tracking === undefined ? [] : [{ link: tracking, text: "Follow the parcel" }]),
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
  await send(transaction, surroundings, order, "order_delivered", ({ link }) => ({
    subject: `Your order ${order.number} has arrived`,
    blocks: [
      `Your order was delivered. If something is not as you hoped, you can send it back within ${days} days.`,
      link,
    ],
  }));
}

/** The order came to an end; money that was paid comes back. */
export function sendCancelledLetter(
  transaction: ShopTransaction,
  surroundings: Surroundings,
  order: LockedOrder,
  cause: { reason: string; refundMinor: number },
): Promise<void> {
  return send(transaction, surroundings, order, "order_cancelled", ({ link, money }) => ({
    subject: `Your order ${order.number} was cancelled`,
    blocks: [
      "Your order was cancelled. Nothing will be sent.",
      ...(cause.reason === "" ? [] : [cause.reason]),
      ...(cause.refundMinor === 0
        ? []
        : [
            `You get ${money(cause.refundMinor)} back, the way you paid. Your bank may take a few days.`,
          ]),
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
  return send(transaction, surroundings, order, "order_expired", ({ link }) => ({
    subject: `Your order ${order.number} was not paid`,
    blocks: [
      "We kept your goods for a while, and the payment did not come. The order has ended: nothing was taken from you, and nothing will be sent.",
      "If you still want them, please order again. We hope that they are still there.",
      link,
    ],
  }));
}

/** Money is on its way back. */
export function sendRefundLetter(
  transaction: ShopTransaction,
  surroundings: Surroundings,
  order: LockedOrder,
  amountMinor: number,
): Promise<void> {
  return send(transaction, surroundings, order, "order_refunded", ({ link, money }) => ({
    subject: `${money(amountMinor)} back for your order ${order.number}`,
    blocks: [
      `We gave you ${money(amountMinor)} back, the way you paid. Your bank may take a few days to show it.`,
      link,
    ],
  }));
}

/** The answer to a wish to send something back. */
export function sendReturnLetter(
  transaction: ShopTransaction,
  surroundings: Surroundings,
  order: LockedOrder,
  decision: { approved: boolean; answer: string },
): Promise<void> {
  return send(transaction, surroundings, order, "order_return", ({ link }) => ({
    subject: decision.approved
      ? `You can send it back: order ${order.number}`
      : `About your return: order ${order.number}`,
    blocks: [
      decision.approved
        ? "Please send the goods back to us. You get your money as soon as they are here."
        : "We are sorry: we cannot take these goods back.",
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
  }) => Letter,
): Promise<void> {
  const { shop, settings, origin } = surroundings;
  const to = order.email ?? (await emailOfMember(transaction, shop.id, order.userId));
  if (to === undefined) return;
  const access = { secret: settings.COOKIE_SECRET, shop: shop.id, orderId: order.id };
  const { order: path } = orderPaths(order.number, (await orderAccess(access)).token);
  const letter = write({
    link: { link: `${origin}${path}`, text: "Look at your order" },
    money: (minor) => moneyText(minor, order.currency, shop.locale),
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
