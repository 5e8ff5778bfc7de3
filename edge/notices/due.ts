import { inventory, notices, products, variants } from "@slipstream/migrations/schema";
import { and, eq, inArray, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { queueMail } from "../mail/queue.ts";
import { dueLetter, type LetterHead } from "./notice-letters.ts";
import { subjectOf, watchedColumns } from "./watched-variant.ts";

/** Letters of one sweep; the rest goes with the next. */
export const MAX_LETTERS = 100;

/**
 * Writes the letters of all notices whose time has come: what is back in stock, what got cheaper.
 * Each goes out once: that it was sent stands in the transaction that puts the letter into the post.
 * Several may sweep at a time. Answers how many letters there are; at `MAX_LETTERS` sweep again.
 */
export async function sendDueNotices(
  transaction: ShopTransaction,
  shop: { id: string; name: string; locale: string },
  head: LetterHead,
): Promise<number> {
  const rows = await transaction
    .select({
      ...watchedColumns,
      id: notices.id,
      kind: notices.kind,
      language: notices.language,
      email: notices.email,
      userId: notices.userId,
    })
    .from(notices)
    .innerJoin(variants, and(eq(variants.shopId, notices.shopId), eq(variants.sku, notices.sku)))
    .innerJoin(
      products,
      and(eq(products.shopId, variants.shopId), eq(products.id, variants.productId)),
    )
    .leftJoin(
      inventory,
      and(eq(inventory.shopId, variants.shopId), eq(inventory.sku, variants.sku)),
    )
    .where(
      and(
        eq(notices.shopId, shop.id),
        isNull(notices.sentAt),
        isNotNull(notices.confirmedAt),
        eq(products.status, "published"),
        or(
          and(eq(notices.kind, "back_in_stock"), sql`${inventory.onHand} > ${inventory.reserved}`),
          and(eq(notices.kind, "price_drop"), lt(variants.priceMinor, notices.priceMinor)),
        ),
      ),
    )
    .orderBy(notices.createdAt)
    .limit(MAX_LETTERS)
    .for("update", { of: notices, skipLocked: true });
  if (rows.length === 0) return 0;
  for (const { email, userId, ...row } of rows) {
    const letter = await dueLetter(head, subjectOf(row, { ...row, locale: shop.locale }));
    const mail = { to: email, userId: userId ?? undefined, template: row.kind, letter };
    await queueMail(transaction, shop, mail);
  }
  const ids = rows.map(({ id }) => id);
  await transaction.update(notices).set({ sentAt: new Date() }).where(inArray(notices.id, ids));
  return rows.length;
}
