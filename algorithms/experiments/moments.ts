/**
 * What is known of a metric in one arm: sums over its visitors. The metric is Σx / Σy (clicks per
 * impression, revenue per session); where every visitor counts once, y is 1. `c` is what is known of
 * the visitor from before the experiment.
 */
export interface Moments {
  visitors: number;
  x: number;
  y: number;
  c: number;
  xx: number;
  yy: number;
  cc: number;
  xy: number;
  xc: number;
  yc: number;
}

export const noMoments: Moments = Object.freeze({
  visitors: 0,
  ...{ x: 0, y: 0, c: 0, xx: 0, yy: 0, cc: 0, xy: 0, xc: 0, yc: 0 },
});

/** Adds one visitor in place; for simulations and tests: a shop's sums come from its database. */
export function addVisitor(
  moments: Moments,
  { x, y = 1, c = 0 }: { x: number; y?: number; c?: number },
): void {
  moments.visitors++;
  moments.x += x;
  moments.y += y;
  moments.c += c;
  moments.xx += x * x;
  moments.yy += y * y;
  moments.cc += c * c;
  moments.xy += x * y;
  moments.xc += x * c;
  moments.yc += y * c;
}

/** The covariance of two columns, from the sum of their products and their own sums. */
export function covarianceOf(
  visitors: number,
  { products, first, second }: { products: number; first: number; second: number },
): number {
  return visitors < 2 ? 0 : (products - (first * second) / visitors) / (visitors - 1);
}
