import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { readApiKey } from "../middleware/api-key.ts";
import { setCookieLater } from "../middleware/cookies.ts";
import { followedVisitor, readVisitor } from "../middleware/visitor.ts";
import { type AccessClaims, readAccessToken } from "./access-token.ts";
import { clearedAuthCookies, readAuthCookies } from "./auth-cookies.ts";
import type { Principal } from "./principal.ts";
import { isToken } from "./refresh-token.ts";
import { refreshSession, rolesOfLiveSession } from "./sessions.ts";
import { giveTokens, tokenPlaceOf } from "./tokens.ts";

/** Who asks, and whether their session was there and is over. */
interface Resolved {
  principal: Principal;
  /** The member's own visitor id, whether or not they agreed to be followed here. */
  memberVisitorId?: string;
  ended: boolean;
}

const resolved = new WeakMap<Request, Promise<Resolved>>();

/**
 * Who makes this request; looked up once a request. An access token that is over is renewed on the
 * way, where the refresh token allows it: the answer then carries new cookies. Throws
 * `invalid_api_key`, `rate_limited`.
 */
export async function principalOf(context: Context<AppEnv>): Promise<Principal> {
  return (await resolveOnce(context)).principal;
}

/** Whether whoever asks was signed in, and is no longer. */
export async function hasSessionEnded(context: Context<AppEnv>): Promise<boolean> {
  return (await resolveOnce(context)).ended;
}

/** The visitor id under which a member's events go, were they to agree; undefined for a guest. */
export async function visitorOfMember(context: Context<AppEnv>): Promise<string | undefined> {
  return (await resolveOnce(context)).memberVisitorId;
}

function resolveOnce(context: Context<AppEnv>): Promise<Resolved> {
  const known = resolved.get(context.req.raw);
  if (known) return known;
  const work = resolve(context);
  resolved.set(context.req.raw, work);
  return work;
}

/**
 * Changes the browser's refresh token for new tokens, whether or not the access token is over. False
 * where there is none that holds: then the cookies go.
 */
export async function renewSession(context: Context<AppEnv>): Promise<boolean> {
  const claims = await renew(context, readAuthCookies(context.req.raw).refresh);
  if (!claims) setCookieLater(context, clearedAuthCookies(context.req.raw));
  return claims !== undefined;
}

async function resolve(context: Context<AppEnv>): Promise<Resolved> {
  const authorization = context.req.header("authorization");
  // A key brings no cookie's authority with it: such a request may come from anywhere.
  if (authorization !== undefined) return ofApiKey(context, authorization);
  const { settings, shop } = context.var;
  const request = context.req.raw;
  const visitor = await readVisitor(request, settings, shop.id);
  const cookies = readAuthCookies(request);
  const claims =
    (cookies.access === undefined
      ? undefined
      : await readAccessToken(tokenPlaceOf(context), cookies.access)) ??
    (await renew(context, cookies.refresh));
  const live = claims && (await asOfNow(context, claims));
  if (live) {
    const { userId, sessionId, visitorId, roles } = live;
    const followed = visitor.consent === "granted" ? visitorId : undefined;
    const principal = { userId, sessionId, roles, visitorId: followed };
    return { principal, memberVisitorId: visitorId, ended: false };
  }
  const ended = cookies.access !== undefined || cookies.refresh !== undefined;
  if (ended) setCookieLater(context, clearedAuthCookies(request));
  const visitorId = followedVisitor(visitor);
  return { principal: { userId: undefined, sessionId: undefined, roles: [], visitorId }, ended };
}

async function ofApiKey(context: Context<AppEnv>, authorization: string): Promise<Resolved> {
  const { database, settings, shop } = context.var;
  const { scopes } = await readApiKey({ authorization, database, settings, shop: shop.id });
  const principal = { userId: undefined, sessionId: undefined, roles: [], visitorId: undefined };
  return { principal: { ...principal, scopes }, ended: false };
}

async function renew(
  context: Context<AppEnv>,
  token: string | undefined,
): Promise<AccessClaims | undefined> {
  if (token === undefined || !isToken(token)) return undefined;
  const { database, settings, shop } = context.var;
  const opened = await database.withShop(shop.id, (transaction) =>
    refreshSession(transaction, { shop: shop.id, secret: settings.AUTH_SECRET, token }),
  );
  if (opened) await giveTokens(context, opened);
  return opened?.claims;
}

/**
 * A buyer's token is believed as it stands, for its ten minutes. Those who may do more, and all who
 * touch their account (`requireLiveSession`), are looked up each time: what was taken from them is
 * gone at once.
 */
async function asOfNow(
  context: Context<AppEnv>,
  claims: AccessClaims,
): Promise<AccessClaims | undefined> {
  if (!isStaff(claims)) return claims;
  const roles = await liveRoles(context, claims.sessionId);
  return roles && { ...claims, roles };
}

/** Whether the session behind a token still holds: its owner may have ended it elsewhere. */
export async function isSessionLive(
  context: Context<AppEnv>,
  principal: Principal,
): Promise<boolean> {
  // Who has more roles than a buyer was looked up as the request came.
  if (principal.sessionId === undefined || isStaff(principal)) return true;
  return (await liveRoles(context, principal.sessionId)) !== undefined;
}

function isStaff({ roles }: Pick<Principal, "roles">): boolean {
  return roles.some((role) => role !== "buyer");
}

function liveRoles(context: Context<AppEnv>, sessionId: string) {
  const { database, shop } = context.var;
  return database.withShop(shop.id, (transaction) => rolesOfLiveSession(transaction, sessionId));
}
