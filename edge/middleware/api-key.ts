import { ProblemError } from "@slipstream/contracts/problems";
import { apiKeys } from "@slipstream/migrations/schema";
import { and, eq, isNull, sql } from "drizzle-orm";
import { hashToken } from "../auth/refresh-token.ts";
import type { Database, ShopTransaction } from "../database/database.ts";
import type { Settings } from "../env.ts";
import { limitApiKey } from "./rate-limit.ts";

/** A revoked key works no longer than this. */
const KNOWN_MS = 10_000;
const MAX_KNOWN = 1_000;
/** Longer than any key of ours. */
const MAX_KEY_LENGTH = 200;
/** How exactly the table says when a key was last used. */
const SEEN_EVERY_SECONDS = 60;

/** What a key is for, and how often it may be used. */
interface KeyRights {
  id: string;
  scopes: readonly string[];
  rateLimitPerSecond: number | null;
}

interface KeyRequest {
  authorization: string;
  database: Database;
  settings: Settings;
  shop: string;
}

const known = new Map<string, { readAt: number; rights: KeyRights }>();

/**
 * The rights of the key in `Authorization: Bearer <key>`, one use of it counted. Throws
 * `invalid_api_key`, `rate_limited`, `database_unavailable`.
 */
export async function readApiKey(options: KeyRequest): Promise<KeyRights> {
  const key = /^Bearer ([\x21-\x7e]+)$/i.exec(options.authorization)?.[1];
  if (!key || key.length > MAX_KEY_LENGTH) throw new ProblemError("invalid_api_key");
  const rights = await rightsOf(options, await hashToken(key));
  if (!rights) throw new ProblemError("invalid_api_key");
  if (rights.rateLimitPerSecond !== null) {
    await limitApiKey(options.settings, rights.id, rights.rateLimitPerSecond);
  }
  return rights;
}

/** Checks that the key may do this. Throws as `readApiKey` does, and `missing_scope`. */
export async function requireApiKey(options: KeyRequest & { scope: string }): Promise<void> {
  const { scopes } = await readApiKey(options);
  if (!scopes.includes(options.scope)) {
    throw new ProblemError("missing_scope", { detail: `it needs ${options.scope}` });
  }
}

async function rightsOf(
  { database, shop }: KeyRequest,
  hash: string,
): Promise<KeyRights | undefined> {
  const place = `${shop}:${hash}`;
  const cached = known.get(place);
  if (cached && Date.now() - cached.readAt < KNOWN_MS) return cached.rights;
  const rights = await database.withShop(shop, (transaction) => readRights(transaction, hash));
  if (known.size >= MAX_KNOWN) known.clear();
  // Unknown keys are not remembered: a new one works at once.
  if (rights) known.set(place, { readAt: Date.now(), rights });
  else known.delete(place);
  return rights;
}

async function readRights(
  transaction: ShopTransaction,
  hash: string,
): Promise<KeyRights | undefined> {
  const [row] = await transaction
    .select({
      id: apiKeys.id,
      scopes: apiKeys.scopes,
      rateLimitPerSecond: apiKeys.rateLimitPerSecond,
      toBeSeen: sql<boolean>`coalesce(${apiKeys.lastUsedAt}
        < now() - make_interval(secs => ${SEEN_EVERY_SECONDS}), true)`,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt)));
  if (!row) return undefined;
  const { toBeSeen, ...rights } = row;
  if (toBeSeen) {
    await transaction
      .update(apiKeys)
      .set({ lastUsedAt: sql`now()` })
      .where(eq(apiKeys.id, rights.id));
  }
  return rights;
}
