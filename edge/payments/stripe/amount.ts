import { currencyDigits } from "@slipstream/contracts/currency-digits";

/**
 * Currencies that Stripe counts in other units than we do (docs.stripe.com/currencies). Of the five
 * with thousandths it wants the last digit to be 0; ours are hundredths, so that it is.
 */
const stripeDigits: Readonly<Record<string, number>> = {
  ...{ ISK: 2, UGX: 2, MGA: 0 },
  ...{ BHD: 3, JOD: 3, KWD: 3, OMR: 3, TND: 3 },
};

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
