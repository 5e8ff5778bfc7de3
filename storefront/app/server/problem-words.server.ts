import type { ProblemCode } from "@slipstream/contracts/problems";
import { currentLanguage } from "../language/current.ts";
import type { FormProblem } from "../ui/form/form-problem.ts";

/** What people can meet with, by code; whatever else goes wrong is none of their doing. */
const german: Partial<Record<ProblemCode, string>> = {
  invalid_request: "Bitte sieh dir das noch einmal an",
  unknown_product: "Dieses Produkt gibt es nicht",
  not_found: "Unter dieser Adresse ist nichts",
  sign_in_required: "Bitte melde dich an",
  wrong_credentials: "Diese E-Mail-Adresse und dieses Passwort gehören nicht zusammen",
  session_expired: "Deine Sitzung ist zu Ende; bitte melde dich noch einmal an",
  password_too_short: "Das Passwort ist zu kurz",
  password_too_long: "Das Passwort ist zu lang",
  email_taken: "Mit dieser Adresse gibt es schon ein Konto",
  account_disabled: "Dieses Konto ist geschlossen",
  wrong_password: "Das ist nicht dein Passwort",
  wrong_code: "Dieser Code ist falsch oder wurde schon benutzt",
  link_expired: "Dieser Link wurde schon benutzt oder ist zu alt",
  too_many_addresses: "Das sind zu viele Adressen",
  unknown_order: "Diese Bestellung gibt es nicht",
  unknown_cart: "Diesen Warenkorb gibt es nicht",
  purchase_required: "Nur wer es hier gekauft hat, kann es bewerten",
  own_review: "Das ist deine eigene Bewertung",
  already_so: "Das ist schon so",
  wishlist_full: "Die Merkliste ist voll",
  orders_under_way: "Es sind noch Bestellungen zu dir unterwegs",
  unknown_variant: "Diese Ausführung gibt es nicht",
  out_of_stock: "Davon ist nicht genug auf Lager",
  empty_cart: "Der Warenkorb ist leer",
  cart_full: "Der Warenkorb ist voll",
  price_changed: "Die Summe hat sich geändert; bitte sieh sie dir noch einmal an",
  invalid_discount: "Der Rabattcode gilt nicht mehr",
  unknown_shipping_method: "Diese Versandart gibt es dort nicht",
  conflict: "Das hat inzwischen jemand anders geändert",
  wrong_state: "Das geht im jetzigen Zustand nicht",
  already_done: "Das ist schon geschehen; bitte sieh nach, was jetzt da ist",
  payment_unavailable: "Der Zahlungsdienst antwortet nicht; es wurde nichts abgebucht",
  payment_declined: "Die Zahlung wurde abgelehnt",
  rate_limited: "Das waren zu viele Anfragen; bitte versuche es gleich noch einmal",
  database_unavailable: "Der Shop holt kurz Luft; bitte versuche es gleich noch einmal",
};

const germanIssues: Readonly<Record<string, string>> = {
  "Please say where we may write to": "Bitte sag uns, wohin wir schreiben dürfen",
  "Please say where to write": "Bitte sag uns, wohin wir schreiben sollen",
  "It is not sold any more.": "Das wird nicht mehr verkauft.",
  "It is not sold.": "Das wird nicht verkauft.",
  "It is sold out.": "Das ist ausverkauft.",
  "This is not your password": "Das ist nicht dein Passwort",
  "There is an account with this address already": "Mit dieser Adresse gibt es schon ein Konto",
};

/** The API speaks English; what a form says of a problem comes in the page's language, by its code. */
export function inPageLanguage(problem: FormProblem): FormProblem {
  if (currentLanguage() === "en") return problem;
  const title = german[problem.code] ?? "Das hat nicht geklappt. Bitte versuche es noch einmal.";
  const issues = problem.issues.map((issue) => ({ ...issue, message: issueText(issue.message) }));
  return { ...problem, title, detail: title, issues };
}

/** What is wrong with a field, in the page's language. */
export function issueText(message: string): string {
  if (currentLanguage() === "en") return message;
  return germanIssues[message] ?? "Bitte prüfe diese Angabe";
}
