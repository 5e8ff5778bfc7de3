import { shops } from "@slipstream/migrations/schema";
import { asc } from "drizzle-orm";
import { sweepCheckouts } from "../checkout/expire.ts";
import { Database } from "../database/database.ts";
import { type Env, settingsOf } from "../env.ts";
import { log } from "../log.ts";
import { sendMails } from "../mail/send.ts";
import { sweepNotices } from "../notices/sweep.ts";
import { finishOpenPayments } from "../payments/finish-open.ts";

/**
 * What the clock does, shop by shop: ends orders that were not paid in time, finishes payments and
 * refunds that a fault cut off, tells what is back in stock or cheaper, and sends letters that are
 * still waiting. What fails in one shop is tried again in a minute, and keeps no other from its turn.
 */
export async function everyMinute(env: Env, nowMs: number): Promise<void> {
  const settings = settingsOf(env);
  const database = new Database(env);
  const all = await database.withoutShop((connection) =>
    connection.select().from(shops).orderBy(asc(shops.id)),
  );
  for (const shop of all) {
    const origin = `https://${shop.hosts[0] ?? "localhost"}`;
    try {
      await sweepCheckouts(database, shop.id, nowMs);
      await finishOpenPayments({ database, settings, shop, origin });
      await sweepNotices({ database, settings, shop, origin });
      await sendMails({ database, settings, shop: shop.id });
    } catch (error) {
      log("error", "the clock's work was not done", { shop: shop.id, error });
    }
  }
}
