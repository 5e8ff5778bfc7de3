import { useShop } from "../shop.ts";

const formatters = new Map<string, Intl.NumberFormat>();

/** An amount in minor units as people of `locale` write it; `short`: whole units without a point. */
export function formatPrice(
  minor: number,
  currency: string,
  locale: string,
  { short = false }: { short?: boolean } = {},
): string {
  const key = `${locale} ${currency} ${short}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      ...(short ? { trailingZeroDisplay: "stripIfInteger" } : {}),
    });
    formatters.set(key, formatter);
  }
  const digits = formatter.resolvedOptions().maximumFractionDigits ?? 2;
  return formatter.format(minor / 10 ** digits);
}

export function Price({ minor, currency }: { minor: number; currency: string }) {
  const { locale } = useShop();
  return <span className="figures">{formatPrice(minor, currency, locale)}</span>;
}
