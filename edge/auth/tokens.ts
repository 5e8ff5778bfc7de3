import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { setCookieLater } from "../middleware/cookies.ts";
import { makeAccessToken, type TokenPlace } from "./access-token.ts";
import { authCookies } from "./auth-cookies.ts";
import type { OpenedSession } from "./sessions.ts";

/** Where the tokens of this request's shop are made and hold. */
export function tokenPlaceOf(context: Context<AppEnv>): TokenPlace {
  const { database, settings, shop } = context.var;
  return { database, settings, shop: shop.id, origin: new URL(context.req.url).origin };
}

/** Makes the session's access token, and gives it and the refresh token to the answer's cookies. */
export async function giveTokens(context: Context<AppEnv>, opened: OpenedSession): Promise<void> {
  const access = await makeAccessToken(tokenPlaceOf(context), opened.claims);
  setCookieLater(context, authCookies(context.req.raw, { access, refresh: opened.refreshToken }));
}
