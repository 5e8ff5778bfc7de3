import { currencyDigits } from "@slipstream/contracts/currency-digits";

/** A range of prices: from (inclusive), up to (exclusive) or without an end. */
export interface PriceRange {
  fromMinor: number;
  toMinor: number | undefined;
}

/** Bounds that people think in, in whole units of a currency of the euro's size. */
const BOUNDS = [10, 25, 50, 100, 250, 500];
/** Currencies whose unit is worth about a hundredth of that. */
const SMALL_UNIT = 100;

/** The ranges of a shop's price facet, in minor units of its currency; the same whatever is found. */
export function priceRanges(currency: string): PriceRange[] {
  const decimals = currencyDigits(currency);
  const unit = decimals === 0 ? SMALL_UNIT : 10 ** decimals;
  const bounds = BOUNDS.map((bound) => bound * unit);
  return [0, ...bounds].map((fromMinor, place) => ({ fromMinor, toMinor: bounds[place] }));
}

/** As in an address: `2500-5000`, `50000-`. */
export function rangeKey({ fromMinor, toMinor }: PriceRange): string {
  return `${fromMinor}-${toMinor ?? ""}`;
}
