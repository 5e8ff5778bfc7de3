import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../supervisor/root.ts";
import { apiKeyOf, loadSecrets } from "../supervisor/secrets.ts";

const DEFAULT_EDGE_PORT = 8787;

/** No key was given, and there is no local installation that has one. */
export class NoApiKey extends Error {
  override readonly name = "NoApiKey";
  readonly code = "no_api_key";
}

/** Where a shop of this installation answers: its own host name on the public port. */
export function shopUrl(shop: string): string {
  const base = new URL(process.env.EDGE_URL ?? `http://localhost:${DEFAULT_EDGE_PORT}`);
  if (shop !== "demo" && base.hostname === "localhost") base.hostname = `${shop}.localhost`;
  return base.origin;
}

/** A shop's API key: as given, from the environment, or this installation's own. */
export function apiKeyFor(shop: string, given: string | undefined): string {
  const key = given ?? process.env.SLIPSTREAM_API_KEY;
  if (key) return key;
  const dataDir = join(ROOT, ".data");
  if (!existsSync(join(dataDir, "secrets.json"))) {
    throw new NoApiKey(
      "There is no API key: start the shop once on this machine (npm start), or give --key.",
    );
  }
  return apiKeyOf(loadSecrets(dataDir), shop);
}
