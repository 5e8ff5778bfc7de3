/* Free of dependencies: the shop's own bundles read it. */

const USUAL_DIGITS = 2;

/** Currencies whose smallest unit is no hundredth (ISO 4217). */
const digitsOf: Readonly<Record<string, number>> = Object.fromEntries([
  ...each("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", 0),
  ...each("BHD IQD JOD KWD LYD OMR TND", 3),
]);

function each(currencies: string, digits: number): [string, number][] {
  return currencies.split(" ").map((currency) => [currency, digits]);
}

/**
 * How many decimals an amount in a currency's minor units has. `Intl` tells too, but not everywhere
 * the same: for some browsers a forint has no hundredth, and an amount would be a hundred times another.
 */
export function currencyDigits(currency: string): number {
  return digitsOf[currency] ?? USUAL_DIGITS;
}
