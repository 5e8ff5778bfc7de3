import { GbdtModel } from "./model.ts";
import type { RankingData } from "./ranking-data.ts";

/** The features that have more than one value (NaN is one): no tree can ask for the others. */
export function varyingFeatures({ features, values }: RankingData): Int32Array {
  const width = features.length;
  const varies = new Uint8Array(width);
  for (let at = width; at < values.length; at++) {
    const feature = at % width;
    if (!Object.is(values[at], values[feature])) varies[feature] = 1;
  }
  return Int32Array.from(varies.keys()).filter((feature) => varies[feature] === 1);
}

/** The same rows with some of the features only. */
export function withFeatures(data: RankingData, chosen: Int32Array): RankingData {
  const width = data.features.length;
  const rows = data.labels.length;
  const values = new Float32Array(rows * chosen.length);
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < chosen.length; at++) {
      values[row * chosen.length + at] = data.values[row * width + chosen[at]!]!;
    }
  }
  const features = Array.from(chosen, (feature) => data.features[feature]!);
  return { ...data, features, values };
}

/** A model of `chosen` features as one of all `features`, for rows that have them all. */
export function widened(
  { trees }: GbdtModel,
  features: readonly string[],
  chosen: Int32Array,
): GbdtModel {
  const feature = trees.feature.map((narrow) => chosen[narrow]!);
  return new GbdtModel({ ...trees, features, feature });
}
