import { users } from "@slipstream/migrations/schema";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { ShopTransaction } from "../../database/database.ts";
import { queueMail } from "../../mail/queue.ts";
import type { PaymentSurroundings } from "../../payments/surroundings.ts";
import type { OrderLineRow } from "../lines.ts";
import type { LockedOrder } from "../transition.ts";

/** What happened to the sellers' parts of an order. */
type SaleNews = "sale_made" | "sale_cancelled" | "sale_return";

const words: Readonly<Record<SaleNews, { subject: (number: string) => string; text: string }>> = {
  sale_made: {
    subject: (number) => `Sold: order ${number}`,
    text: "This was paid, and waits to be sent:",
  },
  sale_cancelled: {
    subject: (number) => `Cancelled: order ${number}`,
    text: "Please do not send this any more:",
  },
  sale_return: {
    subject: (number) => `A return was asked for: order ${number}`,
    text: "Somebody wants to send this back. Please say yes or no:",
  },
};

/**
 * Writes to each seller of these lines what happened to theirs, in English as all pages of theirs are.
 * Of the buyer nothing is in it: that stands on the page behind the link.
 */
export async function sendSaleLetters(
  transaction: ShopTransaction,
  { shop, origin }: PaymentSurroundings,
  about: {
    news: SaleNews;
    order: Pick<LockedOrder, "number">;
    lines: readonly Pick<OrderLineRow, "sellerId" | "title" | "quantity">[];
  },
): Promise<void> {
  const { news, order, lines } = about;
  const sellerIds = [...new Set(lines.flatMap(({ sellerId }) => sellerId ?? []))];
  if (sellerIds.length === 0) return;
  const sellers = await transaction
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(and(eq(users.shopId, shop.id), inArray(users.id, sellerIds), isNull(users.disabledAt)));
  const { subject, text } = words[news];
  for (const { id, email } of sellers) {
    const theirs = lines.filter(({ sellerId }) => sellerId === id);
    const rows = theirs.map(({ quantity, title }) => `${quantity} × ${title}`);
    const link = { link: `${origin}/seller/sales/${order.number}`, text: "Open the sale" };
    const letter = { subject: subject(order.number), blocks: [text, ...rows, link] };
    await queueMail(transaction, shop, { to: email, userId: id, template: news, letter });
  }
}
