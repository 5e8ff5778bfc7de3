import type { ProblemDocument } from "@slipstream/contracts/problems";
import { currentLanguage } from "../language/current.ts";
import { type Message, msg, t } from "../language/text.ts";

/** What a cart can be refused for; the API says it in English. */
const words: Readonly<Record<string, Message>> = {
  out_of_stock: msg("There is not enough of it in stock"),
  cart_full: msg("The cart holds as many different things as it can"),
  invalid_discount: msg("The discount code does not hold any more"),
  unknown_variant: msg("There is no such variant"),
  unknown_cart: msg("There is no such cart"),
  conflict: msg("Somebody else has changed this in the meantime"),
  rate_limited: msg("Too many requests; try again soon"),
  database_unavailable: msg("The shop's database does not answer"),
};

/** Why the shop refused, in words for people; `answer` is undefined where it was not reached. */
export function refusalWords(answer: unknown): string {
  const { code = "", issues, title } = (answer ?? {}) as Partial<ProblemDocument>;
  if (title === undefined) return t("We could not reach the shop.");
  if (currentLanguage() === "en") return issues?.[0]?.message ?? title;
  return t(words[code] ?? msg("That did not work. Please try again."));
}
