import { shops } from "@slipstream/migrations/schema";
import { asc } from "drizzle-orm";
import { shopOrigin } from "../catalogue/shop-origin.ts";
import { sweepCheckouts } from "../checkout/expire.ts";
import { Database, type ShopTransaction } from "../database/database.ts";
import { type Env, type Settings, settingsOf } from "../env.ts";
import { followExperiments } from "../experiments/every-minute.ts";
import { forgetDecided } from "../experiments/looks.ts";
import { log } from "../log.ts";
import { blankOldMails } from "../mail/blank.ts";
import { sendMails } from "../mail/send.ts";
import { sweepNotices } from "../notices/sweep.ts";
import { finishOpenPayments } from "../payments/finish-open.ts";
import { forgetStale } from "./forget-stale.ts";

/**
 * What the clock does, shop by shop: ends orders that were not paid in time, finishes payments and
 * refunds that a fault cut off, tells what is back in stock or cheaper, sends letters that are still
 * waiting, and takes away what is of no use any more. What fails is tried again in a minute, and keeps
 * nothing else from its turn.
 */
export async function everyMinute(env: Env, nowMs: number): Promise<void> {
  const settings = settingsOf(env);
  const database = new Database(env);
  const all = await database.withoutShop((connection) =>
    connection.select().from(shops).orderBy(asc(shops.id)),
  );
  for (const shop of all) {
    const origin = shopOrigin(shop, settings.EDGE_URL ?? "https://localhost");
    const surroundings = { database, settings, shop, origin };
    const works = [
      () => sweepCheckouts(surroundings, nowMs),
      () => finishOpenPayments(surroundings),
      () => sweepNotices(surroundings),
      () => sendMails({ database, settings, shop: shop.id }),
      () =>
        database.withShop(shop.id, (transaction) => followExperiments(transaction, shop.id, nowMs)),
      () => database.withShop(shop.id, (transaction) => forgetDecided(transaction, shop.id)),
      () => database.withShop(shop.id, (transaction) => tidyUp(transaction, shop.id, settings)),
    ];
    for (const work of works) {
      await work().catch((error: unknown) =>
        log("error", "the clock's work was not done", { shop: shop.id, error }),
      );
    }
  }
}

async function tidyUp(
  transaction: ShopTransaction,
  shop: string,
  settings: Settings,
): Promise<void> {
  await blankOldMails(transaction, { shop, isSent: settings.MAIL_PROVIDER !== "outbox" });
  await forgetStale(transaction, shop);
}
