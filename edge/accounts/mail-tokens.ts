import { ProblemError } from "@slipstream/contracts/problems";
import { mailTokens } from "@slipstream/migrations/schema";
import { and, eq, isNull, sql } from "drizzle-orm";
import { hashToken, newRefreshToken } from "../auth/refresh-token.ts";
import type { ShopTransaction } from "../database/database.ts";

/** What a letter's link is for, and how long it works. */
const lastsSeconds = { password_reset: 3_600, address_proof: 3 * 24 * 3_600 } as const;
type Purpose = keyof typeof lastsSeconds;

/** A token for a link in a letter to `email`; an earlier one for the same purpose works no longer. */
export async function newMailToken(
  transaction: ShopTransaction,
  options: { shop: string; userId: string; email: string; purpose: Purpose },
): Promise<string> {
  const { shop, userId, email, purpose } = options;
  const token = newRefreshToken();
  await transaction
    .delete(mailTokens)
    .where(and(eq(mailTokens.userId, userId), eq(mailTokens.purpose, purpose)));
  await transaction.insert(mailTokens).values({
    hash: await hashToken(token),
    shopId: shop,
    userId,
    email,
    purpose,
    expiresAt: sql`now() + make_interval(secs => ${lastsSeconds[purpose]})`,
  });
  return token;
}

/**
 * Whose token it is, and where its letter went; it works once, and where `userId` is named for them
 * alone. Throws `link_expired`.
 */
export async function takeMailToken(
  transaction: ShopTransaction,
  options: { token: string; purpose: Purpose; userId?: string },
): Promise<{ userId: string; email: string | null }> {
  const { token, purpose, userId } = options;
  const [taken] = await transaction
    .update(mailTokens)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(mailTokens.hash, await hashToken(token)),
        eq(mailTokens.purpose, purpose),
        userId === undefined ? undefined : eq(mailTokens.userId, userId),
        isNull(mailTokens.usedAt),
        sql`${mailTokens.expiresAt} > now()`,
      ),
    )
    .returning({ userId: mailTokens.userId, email: mailTokens.email });
  if (!taken) throw new ProblemError("link_expired", { detail: "ask for a new one" });
  return taken;
}
