import type { ChosenShipping } from "@slipstream/contracts/checkout-api";

/** A way of delivery as the shop set it up. */
export interface ShippingMethod {
  id: string;
  name: string;
  /** Empty: everywhere. */
  countries: readonly string[];
  priceMinor: number;
  freeFromMinor: number | null;
  minDays: number;
  maxDays: number;
}

/** The ways to deliver these goods to a country, at their price for this sum; in the order given. */
export function methodsFor(
  methods: readonly ShippingMethod[],
  options: { country: string; goodsMinor: number; free: boolean },
): ChosenShipping[] {
  const { country, goodsMinor, free } = options;
  return methods
    .filter(({ countries }) => countries.length === 0 || countries.includes(country))
    .map(({ id, name, priceMinor, freeFromMinor, minDays, maxDays }) => ({
      id,
      name,
      priceMinor: free || (freeFromMinor !== null && goodsMinor >= freeFromMinor) ? 0 : priceMinor,
      minDays,
      maxDays,
    }));
}
