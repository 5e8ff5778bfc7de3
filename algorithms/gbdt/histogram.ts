import { type FeatureBins, PER_WORD } from "./feature-bins.ts";

/** Sums of gradients and hessians per row. */
export interface Gradients {
  gradients: Float32Array;
  hessians: Float32Array;
}

/**
 * Places of one feature's histogram: a bin's gradient at 2·bin, its hessian after it. All features
 * have as many places as a byte has values, or as the largest number of bins.
 */
export const placesPerFeature = (bins: number) => 2 * bins;

/** An empty histogram of all features; the last word's unused features have a place too. */
export function emptyHistogram({ wordsPerRow }: FeatureBins, bins: number): Float64Array {
  return new Float64Array(wordsPerRow * PER_WORD * placesPerFeature(bins));
}

/** Adds `rows` (from `first` up to and without `end`) to a histogram, all features in one pass. */
export function addRows(
  histogram: Float64Array,
  from: FeatureBins & Gradients,
  of: { rows: Int32Array; first: number; end: number; bins: number },
): void {
  const { words, wordsPerRow, gradients, hessians } = from;
  const { rows, end } = of;
  const places = placesPerFeature(of.bins);
  histogram.fill(0);
  for (let index = of.first; index < end; index++) {
    const row = rows[index]!;
    const g = gradients[row]!;
    const h = hessians[row]!;
    const last = (row + 1) * wordsPerRow;
    let base = 0;
    for (let at = row * wordsPerRow; at < last; at++) {
      const word = words[at]!;
      // Four features a turn, unrolled: their sums do not wait for each other.
      const a = base + ((word & 0xff) << 1);
      const b = base + places + ((word >>> 7) & 0x1fe);
      const c = base + 2 * places + ((word >>> 15) & 0x1fe);
      const d = base + 3 * places + ((word >>> 23) & 0x1fe);
      histogram[a] = histogram[a]! + g;
      histogram[a + 1] = histogram[a + 1]! + h;
      histogram[b] = histogram[b]! + g;
      histogram[b + 1] = histogram[b + 1]! + h;
      histogram[c] = histogram[c]! + g;
      histogram[c + 1] = histogram[c + 1]! + h;
      histogram[d] = histogram[d]! + g;
      histogram[d + 1] = histogram[d + 1]! + h;
      base += PER_WORD * places;
    }
  }
}

/** Turns a parent's histogram into one child's by taking away the other's. */
export function subtract(parent: Float64Array, child: Float64Array): void {
  for (let place = 0; place < parent.length; place++) {
    parent[place] = parent[place]! - child[place]!;
  }
}
