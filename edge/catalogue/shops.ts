import { shops } from "@slipstream/migrations/schema";
import { asc } from "drizzle-orm";
import type { Database } from "../database/database.ts";

/** A shop as the worker knows it. */
export interface ShopRecord {
  id: string;
  name: string;
  hosts: string[];
  currency: string;
  locale: string;
  simulated: boolean;
  provenance: string;
}

const FRESH_MS = 10_000;
const localHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

let known: { readAt: number; shops: ShopRecord[] } | undefined;

/**
 * The shop that answers at a host (without port); undefined where none does. This machine's own
 * names, where no shop claims them, mean the first shop. The list is re-read every ten seconds; while
 * the database is away the last one holds.
 */
export async function shopOfHost(
  database: Database,
  host: string,
): Promise<ShopRecord | undefined> {
  const list = await listShops(database);
  const found = list.find((shop) => shop.hosts.includes(host));
  return found ?? (localHosts.has(host) ? list[0] : undefined);
}

async function listShops(database: Database): Promise<ShopRecord[]> {
  if (known && Date.now() - known.readAt < FRESH_MS) return known.shops;
  try {
    const rows = await database.withoutShop((connection) =>
      connection
        .select({
          id: shops.id,
          name: shops.name,
          hosts: shops.hosts,
          currency: shops.currency,
          locale: shops.locale,
          simulated: shops.simulated,
          provenance: shops.provenance,
        })
        .from(shops)
        .orderBy(asc(shops.createdAt), asc(shops.id)),
    );
    known = { readAt: Date.now(), shops: rows };
    return rows;
  } catch (error) {
    if (!known) throw error;
    known.readAt = Date.now();
    return known.shops;
  }
}
