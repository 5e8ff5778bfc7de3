import { ProblemError } from "@slipstream/contracts/problems";
import { mailTokens } from "@slipstream/migrations/schema";
import { and, eq, isNull, sql } from "drizzle-orm";
import { hashToken, newRefreshToken } from "../auth/refresh-token.ts";
import type { ShopTransaction } from "../database/database.ts";

const LASTS_SECONDS = 3_600;

/** A token for a link in a letter; an earlier one for the same purpose works no longer. */
export async function newMailToken(
  transaction: ShopTransaction,
  options: { shop: string; userId: string; purpose: "password_reset" },
): Promise<string> {
  const { shop, userId, purpose } = options;
  const token = newRefreshToken();
  await transaction
    .delete(mailTokens)
    .where(and(eq(mailTokens.userId, userId), eq(mailTokens.purpose, purpose)));
  await transaction.insert(mailTokens).values({
    hash: await hashToken(token),
    shopId: shop,
    userId,
    purpose,
    expiresAt: sql`now() + make_interval(secs => ${LASTS_SECONDS})`,
  });
  return token;
}

/** Whose token it is; it works once. Throws `link_expired`. */
export async function takeMailToken(
  transaction: ShopTransaction,
  options: { token: string; purpose: "password_reset" },
): Promise<string> {
  const [taken] = await transaction
    .update(mailTokens)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(mailTokens.hash, await hashToken(options.token)),
        eq(mailTokens.purpose, options.purpose),
        isNull(mailTokens.usedAt),
        sql`${mailTokens.expiresAt} > now()`,
      ),
    )
    .returning({ userId: mailTokens.userId });
  if (!taken) throw new ProblemError("link_expired", { detail: "ask for a new one" });
  return taken.userId;
}
