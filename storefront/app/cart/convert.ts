const digits = new Map<string, number>();

/** How many decimals a currency has: two for most, none for yen. */
function digitsOf(currency: string): number {
  let known = digits.get(currency);
  if (known === undefined) {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    known = format.resolvedOptions().maximumFractionDigits ?? 2;
    digits.set(currency, known);
  }
  return known;
}

/**
 * An amount in another currency's minor units; `rate` is what one whole unit of `from` is shown as.
 */
export function converted(
  minor: number,
  options: { from: string; currency: string; rate: number },
): number {
  const { from, currency, rate } = options;
  return Math.round((minor / 10 ** digitsOf(from)) * rate * 10 ** digitsOf(currency));
}
