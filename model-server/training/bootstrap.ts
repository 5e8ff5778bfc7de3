import { randomFrom } from "@slipstream/algorithms/random";

/** Resamplings of an interval. */
const RESAMPLES = 200;
const SEED = 11;

/** A mean with the bounds of its 95 % interval. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

/**
 * Means and their 95 % intervals by the percentile bootstrap over clusters (Efron & Tibshirani 1993,
 * chapter 13): predictions of one session hang together. All means of one object come from the same
 * resamples, so that they are drawn once.
 */
export class Bootstrap {
  readonly #clusterOf: Int32Array;
  readonly #sizes: Float64Array;
  /** How often each cluster is in each resample, resample by resample. */
  readonly #draws: Uint16Array;

  /** The cluster of each value, by any numbers; at least one value. */
  constructor(clusters: readonly number[]) {
    const numbers = new Map<number, number>();
    this.#clusterOf = Int32Array.from(clusters, (cluster) => {
      const number = numbers.get(cluster) ?? numbers.size;
      numbers.set(cluster, number);
      return number;
    });
    const count = numbers.size;
    this.#sizes = new Float64Array(count);
    for (const cluster of this.#clusterOf) this.#sizes[cluster]!++;
    this.#draws = new Uint16Array(RESAMPLES * count);
    const random = randomFrom([SEED]);
    for (let sample = 0; sample < RESAMPLES; sample++) {
      for (let draw = 0; draw < count; draw++) {
        this.#draws[sample * count + random.below(count)]!++;
      }
    }
  }

  /** The mean of one value per cluster member, in the order of the clusters given. */
  interval(gains: ArrayLike<number>): Interval {
    const count = this.#sizes.length;
    const sums = new Float64Array(count);
    let total = 0;
    for (let at = 0; at < gains.length; at++) {
      total += gains[at]!;
      sums[this.#clusterOf[at]!]! += gains[at]!;
    }
    const means = new Float64Array(RESAMPLES);
    for (let sample = 0; sample < RESAMPLES; sample++) {
      let sum = 0;
      let size = 0;
      for (let cluster = 0, at = sample * count; cluster < count; cluster++, at++) {
        sum += this.#draws[at]! * sums[cluster]!;
        size += this.#draws[at]! * this.#sizes[cluster]!;
      }
      means[sample] = sum / size;
    }
    means.sort();
    const at = (share: number) => means[Math.round(share * (RESAMPLES - 1))]!;
    return { value: total / gains.length, low: at(0.025), high: at(0.975) };
  }
}
