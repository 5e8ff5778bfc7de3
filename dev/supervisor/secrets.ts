import { createHmac, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const secretsSchema = z.object({
  /** Signs calls between edge, stream processor and model server. */
  internalSecret: z.string().min(32),
  /** Signs visitors' cookies. */
  cookieSecret: z.string().min(32),
  /** The bearer token of the Redis gateway. */
  gatewayToken: z.string().min(32),
  /** From which each shop's API key is made. */
  apiKeySecret: z.string().min(32),
});
export type Secrets = z.infer<typeof secretsSchema>;

const SECRET_BYTES = 32;

/**
 * The installation's random secrets: made at the first start, kept in `secrets.json` of the data
 * folder (readable by its owner alone), so that cookies and API keys outlive a restart.
 */
export function loadSecrets(dataDir: string): Secrets {
  const path = join(dataDir, "secrets.json");
  if (existsSync(path)) return secretsSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  const random = () => randomBytes(SECRET_BYTES).toString("base64url");
  const secrets: Secrets = {
    internalSecret: random(),
    cookieSecret: random(),
    gatewayToken: random(),
    apiKeySecret: random(),
  };
  writeFileSync(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

/** The API key of a shop; the same at each start. */
export function apiKeyOf(secrets: Secrets, shop: string): string {
  return `slip_${createHmac("sha256", secrets.apiKeySecret).update(shop).digest("base64url")}`;
}
