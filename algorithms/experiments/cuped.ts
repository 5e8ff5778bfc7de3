import type { Estimate, Linearised } from "./ratio-metric.ts";

/**
 * CUPED (Deng, Xu, Kohavi and Walker, WSDM 2013): takes from each arm's value what its visitors'
 * past explains, θ·(c̄ − c̄ of all), θ = cov(z, c) / var(c) over all arms. Whoever is in which arm was
 * decided by chance, so the difference of arms stays what it was and only its variance shrinks.
 * `explained` is the share of the variance that went.
 */
export function cuped(arms: readonly Linearised[]): { arms: Estimate[]; explained: number } {
  const weighted = (of: (arm: Linearised) => number) =>
    arms.reduce((sum, arm) => sum + of(arm) * arm.visitors, 0);
  const visitors = weighted(() => 1);
  const spread = weighted(({ variableVariance }) => variableVariance);
  const theta = spread > 0 ? weighted(({ covariance }) => covariance) / spread : 0;
  const mean = visitors > 0 ? weighted(({ variableMean }) => variableMean) / visitors : 0;
  const left = (arm: Linearised) =>
    Math.max(0, arm.variance - 2 * theta * arm.covariance + theta * theta * arm.variableVariance);
  const before = weighted(({ variance }) => variance);
  return {
    arms: arms.map((arm) => ({
      visitors: arm.visitors,
      value: arm.value - theta * (arm.variableMean - mean),
      variance: left(arm) / arm.visitors,
    })),
    explained: before > 0 ? Math.max(0, 1 - weighted(left) / before) : 0,
  };
}
