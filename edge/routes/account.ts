import { createRoute, z } from "@hono/zod-openapi";
import {
  accountChangeSchema,
  accountSchema,
  sessionListSchema,
  sessionSummarySchema,
} from "@slipstream/contracts/account-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { sessions, users } from "@slipstream/migrations/schema";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Context } from "hono";
import { readUser, type UserRow } from "../accounts/users.ts";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { memberOf } from "../api/member.ts";
import type { AppEnv } from "../app-env.ts";
import { principalOf } from "../auth/principal-of.ts";
import { revoke } from "../auth/sessions.ts";
import { placeOf } from "../cart/cart-place.ts";
import { countPieces } from "../cart/count-pieces.ts";
import { jsonAnswer, jsonBody, noContent, problemAnswer } from "./answers.ts";

const accountAnswer = jsonAnswer(accountSchema, "The account");

const summaryRoute = createRoute({
  method: "get",
  path: "/api/session",
  summary: "Who is signed in, for pages that were made for nobody",
  responses: { 200: jsonAnswer(sessionSummarySchema, "Who it is"), default: problemAnswer },
});

const readRoute = createRoute({
  method: "get",
  path: "/api/account",
  summary: "One's own account",
  ...guarded("account", "read"),
  responses: { 200: accountAnswer, default: problemAnswer },
});

const changeRoute = createRoute({
  method: "patch",
  path: "/api/account",
  summary: "Another name",
  ...guarded("account", "write"),
  request: { body: jsonBody(accountChangeSchema) },
  responses: { 200: accountAnswer, default: problemAnswer },
});

const sessionsRoute = createRoute({
  method: "get",
  path: "/api/account/sessions",
  summary: "Where one is signed in",
  ...guarded("account", "read"),
  responses: { 200: jsonAnswer(sessionListSchema, "The latest first"), default: problemAnswer },
});

const endSessionRoute = createRoute({
  method: "delete",
  path: "/api/account/sessions/{id}",
  summary: "Sign out another browser",
  ...guarded("account", "write"),
  request: { params: z.object({ id: z.uuid() }) },
  responses: { 204: noContent("Signed out"), default: problemAnswer },
});

/** One's own account, and where it is signed in. */
export const accountRoutes = area()
  .openapi(summaryRoute, async (context) => {
    const { database, shop } = context.var;
    const principal = await principalOf(context);
    const { userId, roles } = principal;
    const place = await placeOf(context, principal);
    context.header("cache-control", "no-store");
    if (!place) return context.json({ cartCount: 0 }, 200);
    const [cartCount, user] = await database.withShop(shop.id, (transaction) =>
      Promise.all([
        countPieces(transaction, shop.id, place),
        userId === undefined ? undefined : readUser(transaction, userId),
      ]),
    );
    if (!user) return context.json({ cartCount }, 200);
    return context.json(
      { member: { id: user.id, name: user.name, roles: [...roles] }, cartCount },
      200,
    );
  })
  .openapi(readRoute, async (context) => {
    const { shop, userId } = memberOf(context);
    const user = await context.var.database.withShop(shop, (transaction) =>
      readUser(transaction, userId),
    );
    context.header("cache-control", "no-store");
    return context.json(toAccount(context, user), 200);
  })
  .openapi(changeRoute, async (context) => {
    const { shop, userId } = memberOf(context);
    const change = context.req.valid("json");
    const user = await context.var.database.withShop(shop, async (transaction) => {
      await transaction
        .update(users)
        .set({ ...change, updatedAt: sql`now()` })
        .where(eq(users.id, userId));
      return readUser(transaction, userId);
    });
    context.header("cache-control", "no-store");
    return context.json(toAccount(context, user), 200);
  })
  .openapi(sessionsRoute, async (context) => {
    const { shop, userId } = memberOf(context);
    const rows = await context.var.database.withShop(shop, (transaction) =>
      transaction
        .select()
        .from(sessions)
        .where(isLiveOf(userId))
        .orderBy(desc(sessions.lastSeenAt)),
    );
    context.header("cache-control", "no-store");
    const list = rows.map(({ id, userAgent, createdAt, lastSeenAt }) => ({
      id,
      current: id === context.var.principal.sessionId,
      ...(userAgent === null ? {} : { userAgent }),
      createdAt: createdAt.toISOString(),
      lastSeenAt: (lastSeenAt ?? createdAt).toISOString(),
    }));
    return context.json({ sessions: list }, 200);
  })
  .openapi(endSessionRoute, async (context) => {
    const { shop, userId } = memberOf(context);
    const { id } = context.req.valid("param");
    await context.var.database.withShop(shop, async (transaction) => {
      const [found] = await transaction
        .select({ id: sessions.id })
        .from(sessions)
        .where(and(eq(sessions.id, id), isLiveOf(userId)));
      if (!found) throw new ProblemError("unknown_session");
      await revoke(transaction, id, "revoked");
    });
    return context.body(null, 204);
  });

function isLiveOf(userId: string) {
  return and(
    eq(sessions.userId, userId),
    isNull(sessions.revokedAt),
    sql`${sessions.expiresAt} > now()`,
  );
}

/** An account, as its owner sees it. */
export function toAccount(context: Context<AppEnv>, user: UserRow) {
  return {
    id: user.id,
    name: user.name,
    roles: [...context.var.principal.roles],
    email: user.email,
    emailVerified: user.emailVerifiedAt !== null,
    createdAt: user.createdAt.toISOString(),
    ...(user.passwordChangedAt && { passwordChangedAt: user.passwordChangedAt.toISOString() }),
    totpEnabled: user.totpEnabled,
    recoveryCodesLeft: user.recoveryHashes.length,
  };
}
