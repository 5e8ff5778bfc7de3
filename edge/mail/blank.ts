import { mails } from "@slipstream/migrations/schema";
import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";

/** A letter that nobody sends is kept whole for so long: then its links have lost their worth. */
const KEPT_HOURS = 1;
/** One that a provider does not take is tried for two hours or so. */
const TRIED_HOURS = 6;
/** Letters of one sweep; what is left goes with the next. */
const MAX_LETTERS = 1_000;

/** What remains of a letter: that it was written, to whom and why, not what its links open. */
export const blank = { text: "", html: "" } as const;

export const isNotBlank = sql`${mails.text} <> ''`;

/**
 * Takes the words out of letters that are old: with a provider those that it never took, without one
 * all of them. Those that were sent have none any more.
 */
export async function blankOldMails(
  transaction: ShopTransaction,
  { shop, isSent }: { shop: string; isSent: boolean },
): Promise<void> {
  await run(
    transaction,
    sql`
      update mails set text = '', html = '' where id in (
        select id from mails
        where shop_id = ${shop} and text <> ''
          and created_at < now() - make_interval(hours => ${isSent ? TRIED_HOURS : KEPT_HOURS})
        order by created_at limit ${MAX_LETTERS} for update skip locked)`,
  );
}
