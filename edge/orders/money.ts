import { currencyDigits } from "@slipstream/contracts/currency-digits";

/** An amount in minor units as people of `locale` write it. */
export function moneyText(minor: number, currency: string, locale: string): string {
  const formatter = new Intl.NumberFormat(locale, { style: "currency", currency });
  return formatter.format(minor / 10 ** currencyDigits(currency));
}
