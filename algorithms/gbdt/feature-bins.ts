import type { Random } from "../random.ts";
import type { RankingData } from "./ranking-data.ts";

/** The bin of NaN, in every feature; bins of numbers start at 1. */
export const MISSING_BIN = 0;
/** Rows that borders are read from: quantiles of so many lie close enough. */
const SAMPLE_ROWS = 20_000;
/** Features whose bins lie in one 32-bit word. */
export const PER_WORD = 4;

/**
 * Every value as the number of its bin, a byte each, row after row: a row's bins are neighbours in
 * memory, so that one pass over the rows fills the histograms of all features.
 */
export interface FeatureBins {
  /**
   * Per feature the ascending upper borders of its bins but the last: bin b holds
   * borders[b − 2] < x ≤ borders[b − 1]. None where the sample saw one value only.
   */
  readonly borders: readonly Float32Array[];
  /** Four bins a word, the first feature in the lowest byte; `wordsPerRow` words a row. */
  readonly words: Uint32Array;
  readonly wordsPerRow: number;
}

/**
 * Bins of about equal count (at most `bins` a feature, one of them for NaN), by borders halfway
 * between neighbouring values of a sample; a feature with few values has a bin for each.
 */
export function binFeatures(
  { features, values, labels }: RankingData,
  { bins, random }: { bins: number; random: Random },
): FeatureBins {
  const width = features.length;
  const rows = labels.length;
  const sample = sampleRows(rows, random);
  const borders = features.map((_, feature) => {
    const column = sample.map((row) => values[row * width + feature]!);
    return bordersOf(
      Float32Array.from(column).filter((value) => !Number.isNaN(value)),
      bins - 1,
    );
  });
  const wordsPerRow = Math.ceil(width / PER_WORD);
  const words = new Uint32Array(rows * wordsPerRow);
  for (let row = 0; row < rows; row++) {
    for (let feature = 0; feature < width; feature++) {
      const bin = binOf(values[row * width + feature]!, borders[feature]!);
      const at = row * wordsPerRow + Math.floor(feature / PER_WORD);
      words[at] = words[at]! | (bin << (8 * (feature % PER_WORD)));
    }
  }
  return { borders, words, wordsPerRow };
}

function sampleRows(rows: number, random: Random): number[] {
  if (rows <= SAMPLE_ROWS) return Array.from({ length: rows }, (_, row) => row);
  return Array.from({ length: SAMPLE_ROWS }, () => random.below(rows));
}

/** Borders of at most `bins` bins of numbers. */
function bordersOf(sample: Float32Array, bins: number): Float32Array {
  sample.sort();
  const borders: number[] = [];
  const distinct = sample.reduce(
    (count, value, index) => (index > 0 && value === sample[index - 1] ? count : count + 1),
    0,
  );
  let first = 0;
  for (let next = 1; next < sample.length && borders.length < bins - 1; next++) {
    if (sample[next] === sample[next - 1]) continue;
    // What is left is shared out anew at each border: a value that fills a bin alone takes no
    // more than one bin's share from the others.
    const share = (sample.length - first) / (bins - borders.length);
    if (distinct > bins && next - first < share) continue;
    borders.push(halfway(sample[next - 1]!, sample[next]!));
    first = next;
  }
  return Float32Array.from(borders);
}

/** A float32 t with low ≤ t < high. */
function halfway(low: number, high: number): number {
  const middle = Math.fround(low + (high - low) / 2);
  return Number.isFinite(middle) && middle < high ? middle : low;
}

/** The first bin whose border is not below the value. */
function binOf(value: number, borders: Float32Array): number {
  if (Number.isNaN(value)) return MISSING_BIN;
  let low = 0;
  let high = borders.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value <= borders[middle]!) high = middle;
    else low = middle + 1;
  }
  return low + 1;
}
