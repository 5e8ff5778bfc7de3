import { z } from "zod";

/**
 * What a server's key may be for: `events:write`, or a cell of the table of `contracts/access.ts`,
 * then for the whole shop. What belongs to one person is no server's.
 */
export const apiKeyScopes = [
  "events:write",
  "operations:read",
  "product:read",
  "product:write",
  "inventory:write",
  "upload:write",
  "sale:read",
  "sale:fulfil",
  "figures:read",
] as const;
export type ApiKeyScope = (typeof apiKeyScopes)[number];

/** `POST /api/admin/api-keys`. */
export const newApiKeySchema = z.strictObject({
  name: z.string().trim().min(1, "Please name it").max(80),
  scopes: z
    .array(z.enum(apiKeyScopes))
    .min(1, "Please choose what it is for")
    .max(apiKeyScopes.length),
  /** Absent: as often as it likes. */
  rateLimitPerSecond: z.number().int().min(1).max(100_000).optional(),
});

export const apiKeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Its first letters, to tell keys apart. */
  prefix: z.string(),
  scopes: z.array(z.string()),
  rateLimitPerSecond: z.number().int().optional(),
  createdAt: z.iso.datetime(),
  /** To the minute. */
  lastUsedAt: z.iso.datetime().optional(),
  revokedAt: z.iso.datetime().optional(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

/** The whole key, this once. */
export const madeApiKeySchema = apiKeySchema.extend({ key: z.string() });
export const apiKeyListSchema = z.object({ keys: z.array(apiKeySchema) });
