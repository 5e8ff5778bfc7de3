import { shops } from "@slipstream/migrations/schema";
import { asc } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { log } from "../log.ts";

/** A shop as the worker knows it. */
export interface ShopRecord {
  id: string;
  name: string;
  hosts: string[];
  currency: string;
  locale: string;
  simulated: boolean;
  provenance: string;
  /** By language. */
  translations: Readonly<Record<string, { provenance: string }>>;
}

const FRESH_MS = 10_000;
/** Strangers' host names make the list be read no more often than this. */
const RECHECK_MS = 1_000;
const localHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

let known: { readAt: number; shops: ShopRecord[] } | undefined;

/**
 * The shop that answers at a host (without port); undefined where none does. This machine's own
 * names, where no shop claims them, mean the first shop. The list is re-read in the background every
 * ten seconds, and at once for a host that is not on it; while the database is away the last one
 * holds. Throws ProblemError `database_unavailable` when there is none yet.
 */
export async function shopOfHost(options: {
  database: Database;
  host: string;
  waitUntil: (work: Promise<unknown>) => void;
}): Promise<ShopRecord | undefined> {
  const { database, host } = options;
  known ??= { readAt: Date.now(), shops: await readShops(database) };
  const found = shopIn(known.shops, host);
  const age = Date.now() - known.readAt;
  if (found && age > FRESH_MS) options.waitUntil(refresh(database));
  if (found || age < RECHECK_MS) return found;
  await refresh(database);
  return shopIn(known.shops, host);
}

function shopIn(list: readonly ShopRecord[], host: string): ShopRecord | undefined {
  const claimed = list.find((shop) => shop.hosts.includes(host));
  return claimed ?? (localHosts.has(host) ? list[0] : undefined);
}

async function refresh(database: Database): Promise<void> {
  if (known) known.readAt = Date.now();
  try {
    known = { readAt: Date.now(), shops: await readShops(database) };
  } catch (error) {
    log("warn", "the list of shops could not be read", { error });
  }
}

function readShops(database: Database): Promise<ShopRecord[]> {
  return database.withoutShop((connection) =>
    connection
      .select({
        id: shops.id,
        name: shops.name,
        hosts: shops.hosts,
        currency: shops.currency,
        locale: shops.locale,
        simulated: shops.simulated,
        provenance: shops.provenance,
        translations: shops.translations,
      })
      .from(shops)
      .orderBy(asc(shops.createdAt), asc(shops.id)),
  );
}
