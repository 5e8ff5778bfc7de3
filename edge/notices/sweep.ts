import type { Database } from "../database/database.ts";
import type { Settings } from "../env.ts";
import { MAX_LETTERS, sendDueNotices } from "./due.ts";

/** Transactions of one sweep; what is left goes with the next. */
const MAX_ROUNDS = 20;

/** Writes the letters of all of a shop's notices whose time has come; answers how many. */
export async function sweepNotices(options: {
  database: Database;
  settings: Settings;
  shop: { id: string; name: string; locale: string };
  /** Where the letters' links lead. */
  origin: string;
}): Promise<number> {
  const { database, settings, shop, origin } = options;
  const head = { shop: shop.id, origin, secret: settings.COOKIE_SECRET };
  let letters = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const sent = await database.withShop(shop.id, (transaction) =>
      sendDueNotices(transaction, shop, head),
    );
    letters += sent;
    if (sent < MAX_LETTERS) break;
  }
  return letters;
}
