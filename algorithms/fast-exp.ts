/** Below this an exponential counts as 0. */
const LOWEST_POWER = -60;
const powers = Float64Array.from({ length: 1 - LOWEST_POWER }, (_, at) => 2 ** (at + LOWEST_POWER));

/**
 * e^x for x ≤ 0 to about 6 digits: 2^n from a table times a polynomial for 2^f, 0 ≤ f < 1 (the
 * minimax coefficients of degree 5). Math.exp takes several times as long, and its last bits are left
 * to each engine; these come out alike.
 */
export function fastExp(x: number): number {
  const power = x * Math.LOG2E;
  const whole = Math.floor(power);
  if (!(whole >= LOWEST_POWER)) return 0;
  const f = power - whole;
  let fraction = 0.0018775767;
  fraction = fraction * f + 0.0089893397;
  fraction = fraction * f + 0.055826318;
  fraction = fraction * f + 0.24015361;
  fraction = fraction * f + 0.69315308;
  fraction = fraction * f + 0.99999994;
  return fraction * powers[whole - LOWEST_POWER]!;
}
