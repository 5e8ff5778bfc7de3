import type { memberSchema } from "@slipstream/contracts/account-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { sessions } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import type { Context } from "hono";
import type { z } from "zod";
import type { AppEnv } from "../app-env.ts";
import { principalOf } from "../auth/principal-of.ts";
import { openSession, revoke } from "../auth/sessions.ts";
import { giveTokens } from "../auth/tokens.ts";
import type { ShopTransaction } from "../database/database.ts";
import { setCookieLater } from "../middleware/cookies.ts";
import { cookieOfVisitor, followedVisitor, readVisitor } from "../middleware/visitor.ts";
import { takeOver } from "./signed-in.ts";
import type { UserRow } from "./users.ts";
import { linkVisitor } from "./visitor-link.ts";

export type Member = z.infer<typeof memberSchema>;

/**
 * Signs in whoever `findUser` finds: a new session, the browser's visitor linked to the user's own,
 * the guest's cart taken over, all in one transaction; then the cookies. A session that this
 * browser had before ends. Throws `account_disabled`, and what `findUser` throws.
 */
export async function signIn(
  context: Context<AppEnv>,
  findUser: (transaction: ShopTransaction) => Promise<UserRow>,
): Promise<Member> {
  const { database, settings } = context.var;
  const shop = context.var.shop.id;
  const request = context.req.raw;
  const visitor = await readVisitor(request, settings, shop);
  const { sessionId: before } = await principalOf(context);
  const { user, opened } = await database.withShop(shop, async (transaction) => {
    const user = await findUser(transaction);
    if (user.disabledAt !== null) throw new ProblemError("account_disabled");
    await forgetOldSessions(transaction, user.id);
    if (before !== undefined) await revoke(transaction, before, "signed_out");
    const visitorId = followedVisitor(visitor);
    if (visitorId !== undefined)
      await linkVisitor(transaction, shop, { userId: user.id, visitorId });
    await takeOver(transaction, { shop, userId: user.id, request });
    const userAgent = context.req.header("user-agent");
    return { user, opened: await openSession(transaction, shop, { ...user, userAgent }) };
  });
  await giveTokens(context, opened);
  if (visitor.consent === "granted") {
    setCookieLater(context, [await cookieOfVisitor(request, settings, shop, user.visitorId)]);
  }
  return { id: user.id, name: user.name, roles: [...opened.claims.roles] };
}

/** Sessions that ended by their age, with all their tokens. */
async function forgetOldSessions(transaction: ShopTransaction, userId: string): Promise<void> {
  await transaction
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), sql`${sessions.expiresAt} < now()`));
}
