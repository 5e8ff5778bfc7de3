/**
 * The mixture's width k = ρ²·t that is narrowest at the planned size t: k = −2 ln α + ln(−2 ln α + 1)
 * (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, Annals of Statistics 2024, section 2.3).
 */
export function mixtureWidth(alpha: number): number {
  const log = -2 * Math.log(alpha);
  return log + Math.log(log + 1);
}

export interface Sequence {
  low: number;
  high: number;
  /** The least α at which the sequence would leave 0 out just now. */
  pValue: number;
}

/**
 * An interval that may be looked at after every visitor: with probability 1 − α the truth is in all
 * of them at once. The asymptotic confidence sequence of Waudby-Smith et al. (2024, theorem 2.2),
 * which is the mixture SPRT of Johari, Koomen, Pekelis and Walsh (Operations Research 2022) turned
 * inside out: with V the variance of the difference now, P the same at the planned size, and
 * r = P / V, it is ± √(V·(1 + 1/(k·r))·(ln(1 + k·r) − 2 ln α)). It needs no more than finite variance,
 * but some visitors before it holds: see MIN_VISITORS.
 */
export function confidenceSequence(options: {
  difference: number;
  variance: number;
  plannedVariance: number;
  alpha: number;
}): Sequence {
  const { difference, variance, plannedVariance, alpha } = options;
  if (variance <= 0 || plannedVariance <= 0) {
    return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, pValue: 1 };
  }
  const progress = (mixtureWidth(alpha) * plannedVariance) / variance;
  const half = Math.sqrt(
    variance * (1 + 1 / progress) * (Math.log1p(progress) - 2 * Math.log(alpha)),
  );
  // The mixture's likelihood ratio against "no difference"; its inverse is a p-value at any time.
  const logRatio =
    ((difference * difference) / variance) * (progress / (1 + progress)) * 0.5 -
    0.5 * Math.log1p(progress);
  return {
    low: difference - half,
    high: difference + half,
    pValue: Math.min(1, Math.exp(-logRatio)),
  };
}
