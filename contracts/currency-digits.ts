/* Free of dependencies: the shop's own bundles read it. */

const USUAL_DIGITS = 2;

/** Currencies without a smaller unit (ISO 4217). */
const wholeOnes: ReadonlySet<string> = new Set(
  "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" "),
);

/**
 * How many decimals an amount in a currency's minor units has: none, or two. Also where ISO 4217 has
 * three (a dinar's thousandths): cards pay those by tens alone, so that an amount counted in
 * hundredths, with each part of it, can be paid and paid back. `Intl` tells too, but not everywhere
 * the same: for some browsers a forint has no hundredth, and an amount would be a hundred times another.
 */
export function currencyDigits(currency: string): number {
  return wholeOnes.has(currency) ? 0 : USUAL_DIGITS;
}
