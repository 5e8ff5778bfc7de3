import type { Role } from "@slipstream/contracts/access";
import { refreshTokens, sessions, userRoles, users } from "@slipstream/migrations/schema";
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { ShopTransaction } from "../database/database.ts";
import type { AccessClaims } from "./access-token.ts";
import { hashToken, newRefreshToken, successorOf } from "./refresh-token.ts";

/** A session that nobody used for so long is over. */
export const REFRESH_SECONDS = 30 * 24 * 3600;
/** Even one in daily use. */
const SESSION_SECONDS = 180 * 24 * 3600;
/** A refresh token that comes again within this is another tab's, or a repeated request. */
const GRACE_SECONDS = 30;
const MAX_USER_AGENT = 300;

/** Tokens in the clear: for the cookies of one answer. */
export interface OpenedSession {
  claims: AccessClaims;
  refreshToken: string;
}

/** Roles in the order of the table in `contracts/access.ts`; everybody with an account is a buyer. */
export async function rolesOf(transaction: ShopTransaction, userId: string): Promise<Role[]> {
  const rows = await transaction
    .select({ role: userRoles.role })
    .from(userRoles)
    .where(eq(userRoles.userId, userId))
    .orderBy(userRoles.role);
  return rows.map(({ role }) => role);
}

/** Signs a user in: a new family of refresh tokens. */
export async function openSession(
  transaction: ShopTransaction,
  shop: string,
  user: { id: string; visitorId: string; userAgent: string | undefined },
): Promise<OpenedSession> {
  const sessionId = uuidv7();
  const refreshToken = newRefreshToken();
  await transaction.insert(sessions).values({
    id: sessionId,
    shopId: shop,
    userId: user.id,
    userAgent: user.userAgent?.slice(0, MAX_USER_AGENT) ?? null,
    lastSeenAt: sql`now()`,
    expiresAt: sql`now() + make_interval(secs => ${SESSION_SECONDS})`,
  });
  await insertToken(transaction, { shop, sessionId, hash: await hashToken(refreshToken) });
  const roles = await rolesOf(transaction, user.id);
  const claims = { userId: user.id, sessionId, visitorId: user.visitorId, roles };
  return { claims, refreshToken };
}

/**
 * Changes a refresh token for the next one. Undefined where it is unknown or its session is over. A
 * token that was used before, longer ago than another tab could excuse, was stolen from somebody:
 * the whole session ends.
 */
export async function refreshSession(
  transaction: ShopTransaction,
  options: { shop: string; secret: string; token: string },
): Promise<OpenedSession | undefined> {
  const { shop } = options;
  const hash = await hashToken(options.token);
  const found = await lockToken(transaction, hash);
  if (!found) return undefined;
  if (found.usedLongAgo) {
    await revoke(transaction, found.sessionId, "reuse");
    return undefined;
  }
  const refreshToken = await successorOf(options.secret, options.token);
  const { sessionId, userId, visitorId } = found;
  if (!found.used) {
    await transaction
      .update(refreshTokens)
      .set({ usedAt: sql`now()` })
      .where(eq(refreshTokens.hash, hash));
    await insertToken(transaction, { shop, sessionId, hash: await hashToken(refreshToken) });
    await transaction
      .update(sessions)
      .set({ lastSeenAt: sql`now()` })
      .where(eq(sessions.id, sessionId));
  }
  const roles = await rolesOf(transaction, userId);
  return { claims: { userId, sessionId, visitorId, roles }, refreshToken };
}

/** The token's row, for this transaction alone; undefined where nothing can come of it. */
async function lockToken(transaction: ShopTransaction, hash: string) {
  const [row] = await transaction
    .select({
      sessionId: sessions.id,
      userId: users.id,
      visitorId: users.visitorId,
      used: sql<boolean>`${refreshTokens.usedAt} is not null`,
      usedLongAgo: sql<boolean>`coalesce(${refreshTokens.usedAt}
        < clock_timestamp() - make_interval(secs => ${GRACE_SECONDS}), false)`,
    })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(refreshTokens.hash, hash),
        isNull(sessions.revokedAt),
        isNull(users.disabledAt),
        sql`${sessions.expiresAt} > now() and ${refreshTokens.expiresAt} > now()`,
      ),
    )
    .for("update", { of: refreshTokens });
  return row;
}

async function insertToken(
  transaction: ShopTransaction,
  row: { shop: string; sessionId: string; hash: string },
): Promise<void> {
  await transaction.insert(refreshTokens).values({
    hash: row.hash,
    shopId: row.shop,
    sessionId: row.sessionId,
    expiresAt: sql`now() + make_interval(secs => ${REFRESH_SECONDS})`,
  });
}

/** The roles of a session's user as they are now; undefined where the session is over. */
export async function rolesOfLiveSession(
  transaction: ShopTransaction,
  sessionId: string,
): Promise<Role[] | undefined> {
  const [row] = await transaction
    .select({
      roles: sql<
        string | null
      >`string_agg(${userRoles.role}::text, ',' order by ${userRoles.role})`,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), isNull(users.disabledAt)))
    .leftJoin(userRoles, eq(userRoles.userId, users.id))
    .where(
      and(
        eq(sessions.id, sessionId),
        isNull(sessions.revokedAt),
        sql`${sessions.expiresAt} > now()`,
      ),
    )
    .groupBy(sessions.id);
  return row && ((row.roles?.split(",") ?? []) as Role[]);
}

type EndReason = "signed_out" | "revoked" | "password_changed" | "password_reset" | "reuse";

/** Ends a session: its refresh tokens are worth nothing from now on. */
export async function revoke(
  transaction: ShopTransaction,
  sessionId: string,
  reason: EndReason,
): Promise<void> {
  await transaction
    .update(sessions)
    .set({ revokedAt: sql`now()`, revokedReason: reason })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt)));
}

/** Ends all sessions of a user, or all but one. */
export async function revokeAll(
  transaction: ShopTransaction,
  options: { userId: string; except?: string | undefined; reason: EndReason },
): Promise<void> {
  await transaction
    .update(sessions)
    .set({ revokedAt: sql`now()`, revokedReason: options.reason })
    .where(
      and(
        eq(sessions.userId, options.userId),
        isNull(sessions.revokedAt),
        options.except === undefined ? undefined : ne(sessions.id, options.except),
      ),
    );
}
