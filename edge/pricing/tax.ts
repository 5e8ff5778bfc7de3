import type { TaxLine } from "@slipstream/contracts/totals";
import { split } from "./split.ts";

const WHOLE_BASIS_POINTS = 10_000;

/** A row of the shop's tax table. */
export interface TaxRate {
  country: string;
  /** Empty: the whole country. */
  region: string;
  /** Empty: all goods. */
  categorySlug: string;
  name: string;
  rateBasisPoints: number;
  /** The shop's prices hold it already. */
  included: boolean;
}

export interface Place {
  country: string;
  region?: string | undefined;
}

/** What is taxed: goods after discount. */
export interface TaxedLine {
  netMinor: number;
  /** Its category and all above it, nearest first. */
  categoryPath: readonly string[];
}

/** Taxes of an order: by rate, and by line; both add up to the same. */
export interface Taxes {
  lines: TaxLine[];
  /** Each line's tax, included or not, in the lines' order; of delivery's tax nothing is in it. */
  perLineMinor: number[];
  /** Of each line's what comes on top of its price. */
  onTopPerLineMinor: number[];
  /** On top of the prices. */
  onTopMinor: number;
  /** Within the prices. */
  includedMinor: number;
}

/**
 * The rate for goods of a category in a place: the nearest category's, and of these the region's
 * before the country's. Undefined where the table has none: no tax.
 */
export function rateFor(
  rates: readonly TaxRate[],
  place: Place,
  categoryPath: readonly string[],
): TaxRate | undefined {
  const there = rates.filter(
    (rate) =>
      rate.country === place.country && (rate.region === "" || rate.region === place.region),
  );
  for (const categorySlug of [...categoryPath, ""]) {
    const found = there.filter((rate) => rate.categorySlug === categorySlug);
    const nearest = found.find((rate) => rate.region !== "") ?? found[0];
    if (nearest) return nearest;
  }
  return undefined;
}

/**
 * The taxes of an order. Rounded once a rate, half up, and split over its lines so that nothing is
 * lost. Delivery is taxed as goods of no category are where prices hold their tax (as in Europe),
 * and not at all where tax comes on top (as in most American states).
 */
export function taxesOf(options: {
  rates: readonly TaxRate[];
  place: Place;
  lines: readonly TaxedLine[];
  shippingMinor: number;
}): Taxes {
  const { rates, place, lines, shippingMinor } = options;
  const groups = new Map<TaxRate, { indices: number[]; bases: number[] }>();
  const add = (rate: TaxRate | undefined, index: number, baseMinor: number) => {
    if (!rate) return;
    const group = groups.get(rate) ?? { indices: [], bases: [] };
    group.indices.push(index);
    group.bases.push(baseMinor);
    groups.set(rate, group);
  };
  for (const [index, line] of lines.entries()) {
    add(rateFor(rates, place, line.categoryPath), index, line.netMinor);
  }
  const ofDelivery = rateFor(rates, place, []);
  if (ofDelivery?.included) add(ofDelivery, lines.length, shippingMinor);
  const perLineMinor = new Array<number>(lines.length + 1).fill(0);
  const onTopPerLineMinor = new Array<number>(lines.length).fill(0);
  const sums = { onTopMinor: 0, includedMinor: 0 };
  const taxes: Taxes = { lines: [], perLineMinor, onTopPerLineMinor, ...sums };
  for (const [rate, { indices, bases }] of groups) {
    const baseMinor = bases.reduce((all, base) => all + base, 0);
    const taxMinor = taxOf(baseMinor, rate);
    const { name, rateBasisPoints, included } = rate;
    for (const [at, part] of split(taxMinor, bases).entries()) {
      perLineMinor[indices[at]!] = part;
      if (!included) onTopPerLineMinor[indices[at]!] = part;
    }
    taxes.lines.push({ name, rateBasisPoints, included, baseMinor, taxMinor });
    taxes[included ? "includedMinor" : "onTopMinor"] += taxMinor;
  }
  perLineMinor.pop();
  return taxes;
}

function taxOf(baseMinor: number, { rateBasisPoints, included }: TaxRate): number {
  const whole = included ? WHOLE_BASIS_POINTS + rateBasisPoints : WHOLE_BASIS_POINTS;
  return Math.round((baseMinor * rateBasisPoints) / whole);
}
