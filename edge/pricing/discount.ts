import type { DiscountProblem } from "@slipstream/contracts/cart-api";
import { split } from "./split.ts";

const WHOLE_BASIS_POINTS = 10_000;

/** A code as the shop set it up. Amounts in minor units. */
export interface Discount {
  code: string;
  kind: "percent" | "amount" | "free_shipping";
  /** Hundredths of a percent, or minor units. */
  value: number;
  minSubtotalMinor: number;
  /** Null: all of the shop. */
  categorySlug: string | null;
  startsAtMs: number | null;
  endsAtMs: number | null;
  maxUses: number | null;
  maxUsesPerCustomer: number | null;
  uses: number;
  active: boolean;
}

/** A line as prices look at it. */
export interface PricedLine {
  priceMinor: number;
  quantity: number;
  /** Its category and all above it, nearest first. */
  categoryPath: readonly string[];
}

export interface AppliedDiscount {
  /** What each line gets cheaper by, in the lines' order. */
  perLineMinor: number[];
  amountMinor: number;
  freeShipping: boolean;
  /** Why nothing is taken off. */
  problem?: DiscountProblem;
}

/**
 * What a code takes off these lines: never more than they cost. It is spread over the lines that it
 * is meant for by what they cost. `usesOfCustomer` is how often this customer has used it.
 */
export function applyDiscount(options: {
  discount: Discount | undefined;
  lines: readonly PricedLine[];
  nowMs: number;
  usesOfCustomer: number;
}): AppliedDiscount {
  const { discount, lines } = options;
  const sums = lines.map((line) => line.priceMinor * line.quantity);
  const problem = problemOf(options, sums);
  const nothing = { perLineMinor: lines.map(() => 0), amountMinor: 0, freeShipping: false };
  if (problem !== undefined) return { ...nothing, problem };
  const { kind, value } = discount!;
  if (kind === "free_shipping") return { ...nothing, freeShipping: true };
  const meant = sums.map((sum, index) => (isMeant(discount!, lines[index]!) ? sum : 0));
  const goods = meant.reduce((all, sum) => all + sum, 0);
  const wished = kind === "percent" ? Math.round((goods * value) / WHOLE_BASIS_POINTS) : value;
  const amountMinor = Math.max(0, Math.min(wished, goods));
  const perLineMinor = goods === 0 ? nothing.perLineMinor : split(amountMinor, meant);
  return { perLineMinor, amountMinor, freeShipping: false };
}

function problemOf(
  options: Parameters<typeof applyDiscount>[0],
  sums: readonly number[],
): DiscountProblem | undefined {
  const { discount, lines, nowMs, usesOfCustomer } = options;
  if (!discount?.active) return "unknown";
  if (discount.startsAtMs !== null && nowMs < discount.startsAtMs) return "not_yet";
  if (discount.endsAtMs !== null && nowMs >= discount.endsAtMs) return "over";
  if (discount.maxUses !== null && discount.uses >= discount.maxUses) return "used_up";
  const { maxUsesPerCustomer } = discount;
  if (maxUsesPerCustomer !== null && usesOfCustomer >= maxUsesPerCustomer) return "used_by_you";
  if (sums.reduce((all, sum) => all + sum, 0) < discount.minSubtotalMinor) return "below_minimum";
  return lines.some((line) => isMeant(discount, line)) ? undefined : "not_for_these";
}

function isMeant({ categorySlug }: Discount, line: PricedLine): boolean {
  return categorySlug === null || line.categoryPath.includes(categorySlug);
}
