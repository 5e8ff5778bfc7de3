import { type Message, msg, t } from "../language/text.ts";

const texts: Readonly<Record<string, Message>> = {
  insufficient_funds: msg("There is not enough money on this card. Please try another one."),
  expired_card: msg("This card has expired. Please try another one."),
  incorrect_cvc: msg("The card's code is not right. Please look at it again."),
  challenge_refused: msg("The payment was not confirmed. Please try again or take another card."),
  payment_intent_authentication_failure: msg(
    "The payment was not confirmed. Please try again or take another card.",
  ),
  unknown_card: msg("This is not one of the test cards. Please take one from the list."),
};

/** Why a card was refused, as the buyer reads it; undefined where none was. */
export function declineText(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  return t(texts[code] ?? msg("Your bank declined the card. Please try another one."));
}
