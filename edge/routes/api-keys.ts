import { createRoute, z } from "@hono/zod-openapi";
import {
  apiKeyListSchema,
  madeApiKeySchema,
  newApiKeySchema,
} from "@slipstream/contracts/api-key-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { apiKeys } from "@slipstream/migrations/schema";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { area } from "../api/area.ts";
import { guarded } from "../api/guarded.ts";
import { hashToken, newRefreshToken } from "../auth/refresh-token.ts";
import { idempotent } from "../idempotency/idempotent.ts";
import { writeAudit } from "../outbox/audit.ts";
import { jsonAnswer, jsonBody, noContent, problemAnswer } from "./answers.ts";

const PREFIX_LETTERS = 10;
const MAX_LISTED = 500;

const listRoute = createRoute({
  method: "get",
  path: "/api/admin/api-keys",
  summary: "The shop's keys for servers, the newest first, revoked ones too",
  ...guarded("apiKey", "read"),
  responses: { 200: jsonAnswer(apiKeyListSchema, "The keys"), default: problemAnswer },
});

const makeRoute = createRoute({
  method: "post",
  path: "/api/admin/api-keys",
  summary: "A new key: shown this once, for only its hash is kept",
  ...idempotent(guarded("apiKey", "write"), { optional: true, secret: true }),
  request: { body: jsonBody(newApiKeySchema) },
  responses: { 201: jsonAnswer(madeApiKeySchema, "The key"), default: problemAnswer },
});

const revokeRoute = createRoute({
  method: "delete",
  path: "/api/admin/api-keys/{id}",
  summary: "Revoke a key: it works no longer than ten seconds",
  ...guarded("apiKey", "write"),
  request: { params: z.object({ id: z.uuid() }) },
  responses: { 204: noContent("Revoked"), default: problemAnswer },
});

/** Keys by which servers call the API. */
export const apiKeyRoutes = area()
  .openapi(listRoute, async (context) => {
    const { database, shop } = context.var;
    const rows = await database.withShop(shop.id, (transaction) =>
      transaction.select().from(apiKeys).orderBy(desc(apiKeys.createdAt)).limit(MAX_LISTED),
    );
    context.header("cache-control", "no-store");
    return context.json({ keys: rows.map(toKey) }, 200);
  })
  .openapi(makeRoute, async (context) => {
    const { database, principal, shop } = context.var;
    const { name, scopes, rateLimitPerSecond } = context.req.valid("json");
    const key = `slip_${newRefreshToken()}`;
    const hash = await hashToken(key);
    const row = await database.withShop(shop.id, async (transaction) => {
      const [made] = await transaction
        .insert(apiKeys)
        .values({
          id: uuidv7(),
          shopId: shop.id,
          name,
          hash,
          prefix: key.slice(0, PREFIX_LETTERS),
          scopes: [...new Set(scopes)],
          rateLimitPerSecond: rateLimitPerSecond ?? null,
        })
        .returning();
      await writeAudit(transaction, shop.id, {
        principal,
        action: "make",
        resource: "api_key",
        resourceId: made!.id,
        after: { name, scopes, rateLimitPerSecond },
      });
      return made!;
    });
    context.header("cache-control", "no-store");
    return context.json({ ...toKey(row), key }, 201);
  })
  .openapi(revokeRoute, async (context) => {
    const { database, principal, shop } = context.var;
    const { id } = context.req.valid("param");
    await database.withShop(shop.id, async (transaction) => {
      const revoked = await transaction
        .update(apiKeys)
        .set({ revokedAt: sql`now()` })
        .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
        .returning({ id: apiKeys.id });
      if (revoked.length === 0) throw new ProblemError("unknown_api_key");
      const what = { resource: "api_key", resourceId: id };
      await writeAudit(transaction, shop.id, { principal, action: "revoke", ...what });
    });
    return context.body(null, 204);
  });

function toKey(row: typeof apiKeys.$inferSelect) {
  const { id, name, prefix, scopes, rateLimitPerSecond, createdAt, lastUsedAt, revokedAt } = row;
  return {
    id,
    name,
    prefix,
    scopes,
    ...(rateLimitPerSecond === null ? {} : { rateLimitPerSecond }),
    createdAt: createdAt.toISOString(),
    ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
    ...(revokedAt && { revokedAt: revokedAt.toISOString() }),
  };
}
