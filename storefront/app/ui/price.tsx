import { currencyDigits } from "@slipstream/contracts/currency-digits";
import { useShop } from "../shop.ts";

interface PriceFormat {
  formatter: Intl.NumberFormat;
  /** Of the currency's minor unit. */
  digits: number;
}

/** Kept: making one costs a phone more than writing a whole list of prices with it. */
const formats = new Map<string, PriceFormat>();

function priceFormat(currency: string, locale: string, short: boolean): PriceFormat {
  const key = `${locale} ${currency} ${short}`;
  const known = formats.get(key);
  if (known) return known;
  const formatter = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    ...(short ? { trailingZeroDisplay: "stripIfInteger" } : {}),
  });
  const made = { formatter, digits: currencyDigits(currency) };
  formats.set(key, made);
  return made;
}

/** An amount in minor units as people of `locale` write it; `short`: whole units without a point. */
export function formatPrice(
  minor: number,
  currency: string,
  locale: string,
  { short = false }: { short?: boolean } = {},
): string {
  const { formatter, digits } = priceFormat(currency, locale, short);
  return formatter.format(minor / 10 ** digits);
}

/** An amount in minor units as machines read it: `12.50`. */
export function plainPrice(minor: number, currency: string, locale: string): string {
  const { digits } = priceFormat(currency, locale, false);
  return (minor / 10 ** digits).toFixed(digits);
}

export function Price({ minor, currency }: { minor: number; currency: string }) {
  const { locale } = useShop();
  return <span className="figures">{formatPrice(minor, currency, locale)}</span>;
}
