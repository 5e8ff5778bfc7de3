import { mails } from "@slipstream/migrations/schema";
import { and, asc, eq, isNull, lt, sql } from "drizzle-orm";
import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { Database, ShopTransaction } from "../database/database.ts";
import type { Settings } from "../env.ts";
import { log } from "../log.ts";
import { blank, isNotBlank } from "./blank.ts";
import { type MailProvider, mailProviderOf } from "./provider.ts";

/** Then a letter is given up; it stays in the table with the reason. */
const MAX_ATTEMPTS = 8;
const FIRST_PAUSE_SECONDS = 30;
/** Letters of one round; what is left waits for the next. */
const MAX_ROUND = 50;
const MAX_FAILURE = 500;

/** Sends what waits in the shop's post after this answer has gone out. */
export function sendMailsSoon(context: Context<AppEnv>): void {
  const { database, settings, shop } = context.var;
  const sent = sendMails({ database, settings, shop: shop.id }).catch((error: unknown) =>
    log("error", "letters could not be sent", { shop: shop.id, error }),
  );
  context.executionCtx.waitUntil(sent);
}

/**
 * Sends what waits in a shop's post and is due, one by one: each is tried again after a pause that
 * doubles. Answers how many went out. Does nothing where letters stay in the outbox.
 */
export async function sendMails(options: {
  database: Database;
  settings: Settings;
  shop: string;
}): Promise<number> {
  const provider = mailProviderOf(options.settings);
  if (!provider) return 0;
  let sent = 0;
  for (let round = 0; round < MAX_ROUND; round++) {
    // A letter's row is locked while it is on its way: nobody else sends it.
    const outcome = await options.database.withShop(options.shop, (transaction) =>
      sendNext(transaction, provider),
    );
    if (outcome === "none") break;
    if (outcome === "sent") sent++;
  }
  return sent;
}

async function sendNext(
  transaction: ShopTransaction,
  provider: MailProvider,
): Promise<"none" | "sent" | "failed"> {
  const pause = sql`make_interval(secs => ${FIRST_PAUSE_SECONDS} * (2 ^ ${mails.attempts} - 1))`;
  const [mail] = await transaction
    .select()
    .from(mails)
    .where(
      and(
        isNull(mails.sentAt),
        isNotBlank,
        lt(mails.attempts, MAX_ATTEMPTS),
        sql`${mails.createdAt} + ${pause} <= now()`,
      ),
    )
    .orderBy(asc(mails.createdAt))
    .limit(1)
    .for("update", { skipLocked: true });
  if (!mail) return "none";
  const failure = await provider.send(mail).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  await transaction
    .update(mails)
    .set({
      attempts: mail.attempts + 1,
      failure: failure?.slice(0, MAX_FAILURE) ?? null,
      ...(failure === undefined ? { ...blank, sentAt: sql`now()` } : {}),
    })
    .where(eq(mails.id, mail.id));
  if (failure !== undefined) log("warn", "a letter was not taken", { id: mail.id, failure });
  return failure === undefined ? "sent" : "failed";
}
