import type { Random } from "../random.ts";
import { drawNormal } from "./normal.ts";

/* Lanczos' approximation with g = 7 and nine terms (Godfrey 2001): about 15 digits. */
const G = 7;
const TERMS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** The logarithm of the gamma function of a number above 0. */
export function logGamma(value: number): number {
  if (value < 0.5) {
    return Math.log(Math.PI / Math.sin(Math.PI * value)) - logGamma(1 - value);
  }
  const shifted = value - 1;
  const base = shifted + G + 0.5;
  const sum = TERMS.reduce(
    (total, term, at) => total + term / (shifted + at + 1),
    0.9999999999998099,
  );
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum);
}

/** One number of the gamma distribution with scale 1, shape at least 1: Marsaglia and Tsang 2000. */
function drawGamma(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = drawNormal(random);
    const cube = (1 + c * normal) ** 3;
    if (cube <= 0) continue;
    const limit = 0.5 * normal * normal + d - d * cube + d * Math.log(cube);
    if (Math.log(1 - random.unit()) < limit) return d * cube;
  }
}

/** One number of the beta distribution; both parameters are at least 1. */
export function drawBeta(random: Random, { alpha, beta }: { alpha: number; beta: number }): number {
  const first = drawGamma(random, alpha);
  return first / (first + drawGamma(random, beta));
}
