import type { Language } from "@slipstream/contracts/languages";
import type { Settings } from "../env.ts";
import { log } from "../log.ts";
import { renderLetter } from "../mail/letter.ts";
import { mailProviderOf } from "../mail/provider.ts";

const en = {
  subject: "Your data was erased",
  text: "You asked us to forget you, and we do. Your account, your addresses and your lists are gone already; what lies behind the shop is being cleaned now.",
  link: "Your receipt",
  last: "This is the last letter that we can send you: we no longer know your address.",
};

const de: typeof en = {
  subject: "Deine Daten wurden gelöscht",
  text: "Du hast uns gebeten, dich zu vergessen, und das tun wir. Dein Konto, deine Adressen und deine Listen sind schon weg; was hinter dem Shop liegt, wird gerade gelöscht.",
  link: "Deine Quittung",
  last: "Das ist die letzte E-Mail, die wir dir schicken können: Wir kennen deine Adresse nicht mehr.",
};

const words: Readonly<Record<Language, typeof en>> = { en, de };

/**
 * Sends the receipt to the address that has just been forgotten. It never lies in the shop's post:
 * the letter is made, sent once, and gone. Where letters are not sent at all, nor is this one; the
 * receipt is a page as well.
 */
export async function sendReceiptLetter(
  settings: Settings,
  options: {
    shopName: string;
    language: Language;
    /** Where the shop's pages in it begin. */
    base: string;
    receiptId: string;
    recipient: string;
  },
): Promise<void> {
  const { shopName, language, base, receiptId, recipient } = options;
  const { subject, text, link, last } = words[language];
  const receipt = { link: `${base}/privacy/receipt/${receiptId}`, text: link };
  const letter = renderLetter({ subject, blocks: [text, receipt, last] }, [shopName]);
  try {
    await mailProviderOf(settings)?.send({ id: receiptId, recipient, ...letter });
  } catch (error) {
    log("warn", "a receipt was not taken by the post", { receiptId, error });
  }
}
