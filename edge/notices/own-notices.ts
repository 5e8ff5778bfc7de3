import type { Notice } from "@slipstream/contracts/notice-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { notices, variants } from "@slipstream/migrations/schema";
import { and, desc, eq } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

/** A member's notices, newest first; their number is bounded when they are asked for. */
export async function ownNotices(
  transaction: ShopTransaction,
  { shop, userId }: { shop: string; userId: string },
): Promise<Notice[]> {
  const rows = await transaction
    .select({ notice: notices, options: variants.options })
    .from(notices)
    .leftJoin(variants, and(eq(variants.shopId, notices.shopId), eq(variants.sku, notices.sku)))
    .where(and(eq(notices.shopId, shop), eq(notices.userId, userId)))
    .orderBy(desc(notices.createdAt));
  return rows.map(({ notice, options }) => ({
    id: notice.id,
    kind: notice.kind,
    itemId: notice.productId,
    sku: notice.sku,
    options: options ?? {},
    askedAt: notice.createdAt.toISOString(),
    confirmed: notice.confirmedAt !== null,
    ...(notice.priceMinor === null ? {} : { priceMinor: notice.priceMinor }),
    ...(notice.sentAt === null ? {} : { sentAt: notice.sentAt.toISOString() }),
  }));
}

/** Takes a member's notice back. Throws `unknown_notice`. */
export async function stopOwnNotice(
  transaction: ShopTransaction,
  { shop, userId, id }: { shop: string; userId: string; id: string },
): Promise<void> {
  const gone = await transaction
    .delete(notices)
    .where(and(eq(notices.shopId, shop), eq(notices.userId, userId), eq(notices.id, id)))
    .returning({ id: notices.id });
  if (gone.length === 0) throw new ProblemError("unknown_notice");
}
