import { MISSING_BIN } from "./feature-bins.ts";
import { placesPerFeature } from "./histogram.ts";

/** What keeps leaves from believing too few rows. */
export interface LeafSettings {
  /** A leaf's rows have at least so much hessian together. */
  minHessian: number;
  /** λ of the leaves' values −G / (H + λ). */
  l2: number;
  /** The farthest that a leaf may go from 0, before the learning rate. */
  maxStep: number;
}

/** Gradients and hessians summed over rows. */
export interface Sums {
  gradient: number;
  hessian: number;
}

/** Rows of `feature`'s bins up to `bin` go left, with NaN or without it. */
export interface Split {
  gain: number;
  feature: number;
  bin: number;
  missingLeft: boolean;
  left: Sums;
}

/**
 * The value of a leaf: Newton's step, held within `maxStep`. The softmax's hessian vanishes with p:
 * without the hold, rows that are rightly first at once would get steps of hundreds.
 */
export function leafStep({ gradient, hessian }: Sums, { l2, maxStep }: LeafSettings): number {
  return Math.max(-maxStep, Math.min(maxStep, -gradient / (hessian + l2)));
}

/** Twice what the leaf takes off the loss, to second order. */
function worth(gradient: number, hessian: number, { l2, maxStep }: LeafSettings): number {
  const damped = hessian + l2;
  const step = Math.max(-maxStep, Math.min(maxStep, -gradient / damped));
  return -(2 * gradient + damped * step) * step;
}

/** Finds the split of a leaf that gains most (Chen & Guestrin 2016, eq. 7). */
export class SplitFinder {
  readonly #borders: readonly Float32Array[];
  readonly #places: number;
  readonly #settings: LeafSettings;
  #best: Split | undefined;

  constructor(
    borders: readonly Float32Array[],
    { bins, settings }: { bins: number; settings: LeafSettings },
  ) {
    this.#borders = borders;
    this.#places = placesPerFeature(bins);
    this.#settings = settings;
  }

  /** The best split among `features`; the first of equals, nothing where none gains. */
  best(histogram: Float64Array, total: Sums, features: Int32Array): Split | undefined {
    this.#best = undefined;
    for (const feature of features) {
      this.#scan({ histogram, total, feature, missingLeft: true });
      const missing = histogram[feature * this.#places + 2 * MISSING_BIN + 1]!;
      if (missing > 0) this.#scan({ histogram, total, feature, missingLeft: false });
    }
    return this.#best;
  }

  /** Tries every border; with NaN on the right, also all numbers against it. */
  #scan(of: { histogram: Float64Array; total: Sums; feature: number; missingLeft: boolean }): void {
    const { histogram, total, feature, missingLeft } = of;
    const settings = this.#settings;
    const { minHessian } = settings;
    const base = feature * this.#places;
    const whole = worth(total.gradient, total.hessian, settings);
    const lastBin = this.#borders[feature]!.length + (missingLeft ? 0 : 1);
    let gradient = missingLeft ? histogram[base]! : 0;
    let hessian = missingLeft ? histogram[base + 1]! : 0;
    let gain = this.#best?.gain ?? MIN_GAIN;
    for (let bin = MISSING_BIN + 1; bin <= lastBin; bin++) {
      gradient += histogram[base + 2 * bin]!;
      hessian += histogram[base + 2 * bin + 1]!;
      if (hessian < minHessian) continue;
      const rest = total.hessian - hessian;
      if (rest < minHessian) break;
      const gained =
        worth(gradient, hessian, settings) +
        worth(total.gradient - gradient, rest, settings) -
        whole;
      if (gained <= gain) continue;
      gain = gained;
      this.#best = { gain, feature, bin, missingLeft, left: { gradient, hessian } };
    }
  }
}

/** Less than this is rounding. */
const MIN_GAIN = 1e-7;
