import { ProblemError } from "@slipstream/contracts/problems";
import { apiKeys } from "@slipstream/migrations/schema";
import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { toHex } from "../hex.ts";

/** A revoked key works no longer than this. */
const KNOWN_MS = 10_000;
const MAX_KNOWN = 1_000;
/** Longer than any key of ours. */
const MAX_KEY_LENGTH = 200;

const known = new Map<string, { readAt: number; scopes: readonly string[] | undefined }>();

/**
 * Checks `Authorization: Bearer <key>` against the shop's keys. Throws `invalid_api_key`,
 * `missing_scope`, `database_unavailable`.
 */
export async function requireApiKey(options: {
  authorization: string;
  database: Database;
  shop: string;
  scope: string;
}): Promise<void> {
  const key = /^Bearer ([\x21-\x7e]+)$/i.exec(options.authorization)?.[1];
  if (!key || key.length > MAX_KEY_LENGTH) throw new ProblemError("invalid_api_key");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
  const scopes = await scopesOf(options, toHex(digest));
  if (!scopes) throw new ProblemError("invalid_api_key");
  if (!scopes.includes(options.scope)) {
    throw new ProblemError("missing_scope", { detail: `it needs ${options.scope}` });
  }
}

async function scopesOf(
  { database, shop }: { database: Database; shop: string },
  hash: string,
): Promise<readonly string[] | undefined> {
  const place = `${shop}:${hash}`;
  const cached = known.get(place);
  if (cached && Date.now() - cached.readAt < KNOWN_MS) return cached.scopes;
  const rows = await database.withShop(shop, (transaction) =>
    transaction
      .select({ scopes: apiKeys.scopes })
      .from(apiKeys)
      .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt))),
  );
  const scopes = rows[0]?.scopes;
  if (known.size >= MAX_KNOWN) known.clear();
  // Unknown keys are not remembered: a new one works at once.
  if (scopes) known.set(place, { readAt: Date.now(), scopes });
  else known.delete(place);
  return scopes;
}
