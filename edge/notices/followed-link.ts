import type { NoticeKind } from "@slipstream/contracts/notice-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { notices, users } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { isLinkToken, type LinkPurpose } from "./link-token.ts";

interface FollowedLink {
  shop: string;
  secret: string;
  purpose: LinkPurpose;
  id: string;
  token: string;
}

/** What the link of a letter is about. Throws `unknown_notice`, also for a token that is not ours. */
export async function readLinkedNotice(
  transaction: ShopTransaction,
  link: FollowedLink,
): Promise<{ kind: NoticeKind; itemId: string }> {
  const { shop, id, token } = link;
  if (!(await isLinkToken({ ...link, noticeId: id }, token))) {
    throw new ProblemError("unknown_notice");
  }
  const [found] = await transaction
    .select({ kind: notices.kind, itemId: notices.productId })
    .from(notices)
    .where(and(eq(notices.shopId, shop), eq(notices.id, id)));
  if (!found) throw new ProblemError("unknown_notice");
  return found;
}

/** Does what the link is for: the address is proven, or the notice is gone. Throws `unknown_notice`. */
export async function followLink(transaction: ShopTransaction, link: FollowedLink): Promise<void> {
  await readLinkedNotice(transaction, link);
  const one = and(eq(notices.shopId, link.shop), eq(notices.id, link.id));
  if (link.purpose === "stop") {
    await transaction.delete(notices).where(one);
    return;
  }
  // Followed twice, the first time holds.
  const confirmedAt = sql`coalesce(${notices.confirmedAt}, now())`;
  const [notice] = await transaction
    .update(notices)
    .set({ confirmedAt })
    .where(one)
    .returning({ userId: notices.userId, email: notices.email });
  if (!notice?.userId) return;
  // Who reads a member's letters is the member: the account's address is proven as well.
  await transaction
    .update(users)
    .set({ emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, now())` })
    .where(and(eq(users.id, notice.userId), eq(users.email, notice.email)));
}
