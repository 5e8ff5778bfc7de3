import { currencyDigits } from "@slipstream/contracts/currency-digits";

/** Currencies that Stripe counts in other units than ISO 4217 has (docs.stripe.com/currencies). */
const stripeDigits: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 };

/** By how much an amount at Stripe is greater than ours. */
function factorOf(currency: string): number {
  const digits = currencyDigits(currency);
  return 10 ** ((stripeDigits[currency] ?? digits) - digits);
}

/** Minor units of ours as Stripe counts them. */
export function toStripe(amountMinor: number, currency: string): number {
  return Math.round(amountMinor * factorOf(currency));
}

/** What Stripe counts, in minor units of ours; `currency` in any case. */
export function fromStripe(amount: number, currency: string): number {
  return Math.round(amount / factorOf(currency.toUpperCase()));
}
