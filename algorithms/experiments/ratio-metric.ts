import { covarianceOf, type Moments } from "./moments.ts";

/** A metric's value in one arm, and the variance of that value. */
export interface Estimate {
  visitors: number;
  value: number;
  variance: number;
}

/**
 * Each visitor's share in the metric, linearised: z = (x − R·y) / ȳ with R = Σx / Σy. Its variance
 * over the number of visitors is that of R, for visitors and not page views are what was drawn
 * (delta method: Deng, Knoblich and Lu, KDD 2018). Undefined while nothing has been counted.
 */
export interface Linearised {
  visitors: number;
  value: number;
  /** Variance of z, covariance of z with c, variance and mean of c. */
  variance: number;
  covariance: number;
  variableVariance: number;
  variableMean: number;
}

export function linearised(moments: Moments): Linearised | undefined {
  const { visitors, x, y, c, xx, yy, cc, xy, xc, yc } = moments;
  if (visitors < 2 || y <= 0) return undefined;
  const ratio = x / y;
  const mean = y / visitors;
  const of = (products: number, first: number, second: number) =>
    covarianceOf(visitors, { products, first, second });
  const spread = of(xx, x, x) - 2 * ratio * of(xy, x, y) + ratio * ratio * of(yy, y, y);
  return {
    visitors,
    value: ratio,
    variance: Math.max(0, spread) / (mean * mean),
    covariance: (of(xc, x, c) - ratio * of(yc, y, c)) / mean,
    variableVariance: of(cc, c, c),
    variableMean: c / visitors,
  };
}

/** The metric as it is, without a look at what was before. */
export function plainEstimate({ visitors, value, variance }: Linearised): Estimate {
  return { visitors, value, variance: variance / visitors };
}
