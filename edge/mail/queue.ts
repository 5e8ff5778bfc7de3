import { mails } from "@slipstream/migrations/schema";
import { uuidv7 } from "uuidv7";
import type { ShopTransaction } from "../database/database.ts";
import { readShopSettings } from "../settings/shop-settings.ts";
import { type Letter, renderLetter } from "./letter.ts";

/**
 * Puts a letter into the post, in the transaction of its cause: it is sent if and only if the cause
 * became true. Afterwards call `sendMailsSoon(context)`, so that it goes at once.
 */
export async function queueMail(
  transaction: ShopTransaction,
  shop: { id: string; name: string },
  mail: {
    to: string;
    /** Whose letter it is, where it is a member's. */
    userId?: string | undefined;
    /** The kind of letter, for lists of letters: `password_reset`, `order_confirmation`. */
    template: string;
    letter: Letter;
  },
): Promise<void> {
  const settings = await readShopSettings(transaction, shop.id);
  const signature = [
    settings["mail.sender_name"] || shop.name,
    ...settings["contact.address"].split("\n"),
    settings["contact.email"],
  ].filter((line) => line !== "");
  await transaction.insert(mails).values({
    id: uuidv7(),
    shopId: shop.id,
    userId: mail.userId ?? null,
    recipient: mail.to,
    template: mail.template,
    ...renderLetter(mail.letter, signature),
  });
}
