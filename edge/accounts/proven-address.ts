import { ProblemError } from "@slipstream/contracts/problems";
import { mailTokens, notices, orders, users } from "@slipstream/migrations/schema";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { brokenConstraint } from "../database/constraint.ts";
import type { ShopTransaction } from "../database/database.ts";
import { newMailToken } from "./mail-tokens.ts";
import type { UserRow } from "./users.ts";

/** The link by which a member proves that letters to `email` reach them. */
export async function proofLink(
  transaction: ShopTransaction,
  { base, ...options }: { shop: string; userId: string; email: string; base: string },
): Promise<string> {
  const token = await newMailToken(transaction, { ...options, purpose: "address_proof" });
  return `${base}/confirm-email?${new URLSearchParams({ token })}`;
}

/**
 * It is known now that `email` is this member's: it becomes the account's address, and what was
 * ordered and asked for under it without an account becomes theirs. True where it is another address
 * than before; links that went to that one work no longer. Throws `email_taken`.
 */
export async function takeProvenAddress(
  transaction: ShopTransaction,
  user: UserRow,
  email: string,
): Promise<boolean> {
  const isOther = user.email.toLowerCase() !== email.toLowerCase();
  if (isOther) await moveTo(transaction, user, email);
  await transaction
    .update(users)
    .set({ emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, now())` })
    .where(eq(users.id, user.id));
  await takeGuestsOwn(transaction, user, email);
  return isOther;
}

async function moveTo(transaction: ShopTransaction, user: UserRow, email: string): Promise<void> {
  try {
    await transaction
      .update(users)
      .set({ email, emailVerifiedAt: sql`now()`, updatedAt: sql`now()` })
      .where(eq(users.id, user.id));
  } catch (error) {
    if (brokenConstraint(error) === "users_email") throw new ProblemError("email_taken");
    throw error;
  }
  await transaction.delete(mailTokens).where(eq(mailTokens.userId, user.id));
  await transaction.execute(sql`
    update notices n set email = ${email}
    where n.shop_id = ${user.shopId} and n.user_id = ${user.id} and n.email = ${user.email}
      and not exists (
        select from notices o where o.shop_id = n.shop_id and o.kind = n.kind and o.sku = n.sku
          and o.email = ${email}::citext)`);
}

async function takeGuestsOwn(
  transaction: ShopTransaction,
  { id: userId, shopId }: UserRow,
  email: string,
): Promise<void> {
  await transaction
    .update(orders)
    .set({ userId })
    .where(
      and(
        eq(orders.shopId, shopId),
        isNull(orders.userId),
        sql`lower(${orders.email}) = lower(${email})`,
      ),
    );
  // What was never confirmed may have been asked for by anybody.
  await transaction
    .update(notices)
    .set({ userId })
    .where(
      and(
        eq(notices.shopId, shopId),
        isNull(notices.userId),
        isNotNull(notices.confirmedAt),
        eq(notices.email, email),
      ),
    );
}
