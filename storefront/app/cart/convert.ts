import { currencyDigits } from "@slipstream/contracts/currency-digits";

/**
 * An amount in another currency's minor units; `rate` is what one whole unit of `from` is shown as.
 */
export function converted(
  minor: number,
  options: { from: string; currency: string; rate: number },
): number {
  const { from, currency, rate } = options;
  return Math.round((minor / 10 ** currencyDigits(from)) * rate * 10 ** currencyDigits(currency));
}
