import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { clearedAuthCookies } from "../auth/auth-cookies.ts";
import { principalOf } from "../auth/principal-of.ts";
import { revoke } from "../auth/sessions.ts";
import { setCookieLater } from "../middleware/cookies.ts";
import { followedVisitor, newVisitor, readVisitor } from "../middleware/visitor.ts";

/**
 * Ends the session of this browser, which is nobody's from then on: whoever uses it next must not
 * add to what is known of the one who leaves. Does nothing for a guest.
 */
export async function signOut(context: Context<AppEnv>): Promise<void> {
  const { database, settings, shop } = context.var;
  const request = context.req.raw;
  const { sessionId } = await principalOf(context);
  setCookieLater(context, clearedAuthCookies(request));
  if (sessionId === undefined) return;
  await database.withShop(shop.id, (transaction) => revoke(transaction, sessionId, "signed_out"));
  const visitor = await readVisitor(request, settings, shop.id);
  if (followedVisitor(visitor) === undefined) return;
  const { cookie } = await newVisitor(request, settings, shop.id);
  setCookieLater(context, [cookie]);
}
