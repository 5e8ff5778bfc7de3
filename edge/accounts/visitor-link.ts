import { visitorLinks } from "@slipstream/migrations/schema";
import { eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { ShopTransaction } from "../database/database.ts";
import { writeFacts } from "../outbox/write.ts";

/** A visitor id for a new user: the browser's own, where it is nobody's yet; else a new one. */
export async function visitorIdForNewUser(
  transaction: ShopTransaction,
  visitorId: string | undefined,
): Promise<string> {
  if (visitorId === undefined) return uuidv7();
  const [taken] = await transaction
    .select({ userId: visitorLinks.userId })
    .from(visitorLinks)
    .where(eq(visitorLinks.visitorId, visitorId));
  return taken ? uuidv7() : visitorId;
}

/**
 * Says that a browser's visitor was this user all along: it is written down and told to the stream,
 * once. A visitor that is known to be somebody else stays theirs: people share browsers.
 */
export async function linkVisitor(
  transaction: ShopTransaction,
  shop: string,
  { userId, visitorId }: { userId: string; visitorId: string },
): Promise<void> {
  const linked = await transaction
    .insert(visitorLinks)
    .values({ shopId: shop, visitorId, userId })
    .onConflictDoNothing()
    .returning({ visitorId: visitorLinks.visitorId });
  if (linked.length > 0)
    await writeFacts(transaction, shop, [{ type: "identify", visitorId, userId }]);
}
