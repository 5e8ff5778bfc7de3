import { currencyDigits } from "@slipstream/contracts/currency-digits";
import { useShop } from "../shop.ts";

const formatters = new Map<string, Intl.NumberFormat>();

function formatterOf(locale: string, currency: string, short: boolean): Intl.NumberFormat {
  const key = `${locale} ${currency} ${short}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      ...(short ? { notation: "compact", maximumSignificantDigits: 4 } : {}),
    });
    formatters.set(key, formatter);
  }
  return formatter;
}

/** Amounts in minor units as this shop's people write them; `short` for figures in a strip. */
export function useMoney(currency: string): (minor: number, length?: "short") => string {
  const { locale } = useShop();
  const digits = currencyDigits(currency);
  return (minor, length) => {
    const amount = minor / 10 ** digits;
    // Below this, the whole amount is as short.
    const short = length === "short" && Math.abs(amount) >= 10_000;
    return formatterOf(locale, currency, short).format(amount);
  };
}
