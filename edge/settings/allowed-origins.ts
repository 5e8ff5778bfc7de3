import type { Database } from "../database/database.ts";
import { log } from "../log.ts";
import { readShopSettings } from "./shop-settings.ts";

const FRESH_MS = 10_000;
const MAX_SHOPS = 1_000;

const known = new Map<string, { readAt: number; origins: ReadonlySet<string> }>();

/**
 * Other sites whose pages may call this shop's API, as its admins have set; ten seconds old at
 * most. While the database is away the last list holds, and none where there is none yet.
 */
export async function allowedOrigins(
  database: Database,
  shop: string,
): Promise<ReadonlySet<string>> {
  const last = known.get(shop);
  if (last && Date.now() - last.readAt < FRESH_MS) return last.origins;
  try {
    const settings = await database.withShop(shop, (transaction) =>
      readShopSettings(transaction, shop),
    );
    const origins = new Set(settings["api.allowed_origins"]);
    if (known.size >= MAX_SHOPS) known.clear();
    known.set(shop, { readAt: Date.now(), origins });
    return origins;
  } catch (error) {
    log("warn", "the list of allowed origins could not be read", { error });
    return last?.origins ?? new Set();
  }
}
