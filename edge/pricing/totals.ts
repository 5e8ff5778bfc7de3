import type { ChosenShipping } from "@slipstream/contracts/checkout-api";
import type { Totals } from "@slipstream/contracts/totals";
import { type AppliedDiscount, applyDiscount, type Discount, type PricedLine } from "./discount.ts";
import { methodsFor, type ShippingMethod } from "./shipping.ts";
import { type Place, type TaxRate, taxesOf } from "./tax.ts";

/** What the shop has set up for prices. */
export interface PriceRules {
  methods: readonly ShippingMethod[];
  rates: readonly TaxRate[];
}

export interface Priced {
  totals: Totals;
  discount: AppliedDiscount | undefined;
  /** Each line's part of the tax that comes on top, in the lines' order. */
  taxPerLineMinor: number[];
  methods: ChosenShipping[];
  /** The wished one where it is to be had, else the first; undefined: no delivery there. */
  chosen: ChosenShipping | undefined;
}

/**
 * All sums of an order, from its lines: total = Σ lines + tax + shipping − discount; integers, none
 * negative. Whether delivery is free is decided by the goods after the discount. `code` present:
 * one was entered, whether it is known or not.
 */
export function priceOrder(options: {
  currency: string;
  lines: readonly PricedLine[];
  rules: PriceRules;
  place: Place;
  code?: { discount: Discount | undefined; usesOfCustomer: number } | undefined;
  shippingMethodId?: string | undefined;
  nowMs: number;
}): Priced {
  const { currency, lines, rules, place, code, nowMs } = options;
  const sums = lines.map((line) => line.priceMinor * line.quantity);
  const subtotalMinor = sums.reduce((all, sum) => all + sum, 0);
  const discount = code && applyDiscount({ ...code, lines, nowMs });
  const discountMinor = discount?.amountMinor ?? 0;
  const methods = methodsFor(rules.methods, {
    country: place.country,
    goodsMinor: subtotalMinor - discountMinor,
    free: discount?.freeShipping ?? false,
  });
  const chosen = methods.find(({ id }) => id === options.shippingMethodId) ?? methods[0];
  const shippingMinor = chosen?.priceMinor ?? 0;
  const taxes = taxesOf({
    rates: rules.rates,
    place,
    shippingMinor,
    lines: lines.map(({ categoryPath }, index) => ({
      netMinor: sums[index]! - (discount?.perLineMinor[index] ?? 0),
      categoryPath,
    })),
  });
  const totals: Totals = {
    currency,
    subtotalMinor,
    discountMinor,
    shippingMinor,
    taxMinor: taxes.onTopMinor,
    taxIncludedMinor: taxes.includedMinor,
    totalMinor: subtotalMinor + taxes.onTopMinor + shippingMinor - discountMinor,
    taxLines: taxes.lines,
  };
  return { totals, discount, taxPerLineMinor: taxes.onTopPerLineMinor, methods, chosen };
}
