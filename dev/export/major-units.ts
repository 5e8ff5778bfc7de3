import { currencyDigits } from "@slipstream/contracts/currency-digits";

const DEFAULT_DIGITS = 2;

/** An amount of a currency's smallest unit in units of the currency: 1250 pence are 12.5 pounds. */
export function majorUnits(minor: number, currency: string | undefined): number {
  return minor / 10 ** (currency === undefined ? DEFAULT_DIGITS : currencyDigits(currency));
}
