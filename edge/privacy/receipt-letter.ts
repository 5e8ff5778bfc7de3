import type { Settings } from "../env.ts";
import { log } from "../log.ts";
import { renderLetter } from "../mail/letter.ts";
import { mailProviderOf } from "../mail/provider.ts";

/**
 * Sends the receipt to the address that has just been forgotten. It never lies in the shop's post:
 * the letter is made, sent once, and gone. Where letters are not sent at all, nor is this one; the
 * receipt is a page as well.
 */
export async function sendReceiptLetter(
  settings: Settings,
  options: { shopName: string; origin: string; receiptId: string; recipient: string },
): Promise<void> {
  const { shopName, origin, receiptId, recipient } = options;
  const letter = renderLetter(
    {
      subject: "Your data was erased",
      blocks: [
        "You asked us to forget you, and we do. Your account, your addresses and your lists are gone already; what lies behind the shop is being cleaned now.",
        { link: `${origin}/privacy/receipt/${receiptId}`, text: "Your receipt" },
        "This is the last letter that we can send you: we no longer know your address.",
      ],
    },
    [shopName],
  );
  try {
    await mailProviderOf(settings)?.send({ id: receiptId, recipient, ...letter });
  } catch (error) {
    log("warn", "a receipt was not taken by the post", { receiptId, error });
  }
}
