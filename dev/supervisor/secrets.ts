import { createHmac, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const secretsSchema = z.object({
  /** Signs calls between edge, stream processor and model server. */
  internalSecret: z.string().min(32),
  /** Signs visitors' cookies. */
  cookieSecret: z.string().min(32),
  /** Seals the keys of access tokens, and derives refresh tokens and the seed accounts' passwords. */
  authSecret: z.string().min(32),
  /** The bearer token of the Redis gateway. */
  gatewayToken: z.string().min(32),
  /** From which each shop's API key is made. */
  apiKeySecret: z.string().min(32),
});
export type Secrets = z.infer<typeof secretsSchema>;

const SECRET_BYTES = 32;
/** 64 random bits, in groups that are typed easily. */
const SEED_PASSWORD_LETTERS = 16;

/**
 * The installation's random secrets: made at the first start, kept in `secrets.json` of the data
 * folder (readable by its owner alone), so that cookies and API keys outlive a restart.
 */
export function loadSecrets(dataDir: string): Secrets {
  const path = join(dataDir, "secrets.json");
  const kept: unknown = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  const known = secretsSchema.safeParse(kept);
  if (known.success) return known.data;
  const random = () => randomBytes(SECRET_BYTES).toString("base64url");
  // One from before a secret was thought of keeps those that it has.
  const secrets: Secrets = {
    internalSecret: random(),
    cookieSecret: random(),
    authSecret: random(),
    gatewayToken: random(),
    apiKeySecret: random(),
    ...secretsSchema.partial().parse(kept),
  };
  writeFileSync(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

/** The API key of a shop; the same at each start. */
export function apiKeyOf(secrets: Secrets, shop: string): string {
  return `slip_${createHmac("sha256", secrets.apiKeySecret).update(shop).digest("base64url")}`;
}

/** The password of the demo shop's accounts; another one in each installation. */
export function seedPasswordOf(secrets: Secrets): string {
  const bytes = createHmac("sha256", secrets.authSecret).update("seed accounts").digest();
  return bytes.toString("hex").slice(0, SEED_PASSWORD_LETTERS).match(/.{4}/g)!.join("-");
}
