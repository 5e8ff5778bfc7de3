import { users, visitorLinks } from "@slipstream/migrations/schema";
import { eq } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

/** A person, as far as the shop can tell: a member, or the visitor of one browser. */
export interface Subject {
  shop: string;
  /** Undefined for a guest. */
  userId: string | undefined;
  /** Every id under which their events went. */
  visitorIds: readonly string[];
}

/** Whose data it is: a member's visitors are all those that were found to be them. */
export async function subjectOf(
  transaction: ShopTransaction,
  asking: { shop: string; userId: string | undefined; visitorId: string | undefined },
): Promise<Subject> {
  const { shop, userId, visitorId } = asking;
  const visitorIds = new Set(visitorId === undefined ? [] : [visitorId]);
  if (userId !== undefined) {
    const [own, linked] = await Promise.all([
      transaction.select({ id: users.visitorId }).from(users).where(eq(users.id, userId)),
      transaction
        .select({ id: visitorLinks.visitorId })
        .from(visitorLinks)
        .where(eq(visitorLinks.userId, userId)),
    ]);
    for (const { id } of [...own, ...linked]) visitorIds.add(id);
  }
  return { shop, userId, visitorIds: [...visitorIds] };
}
