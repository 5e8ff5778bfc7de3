import { randomFrom } from "../../random.ts";
import type { RankingData } from "../ranking-data.ts";

/**
 * A made-up ranking problem whose order no single feature tells: of each group's rows one is
 * clicked, with a chance that follows a sum, a product and a step of several features
 * (Plackett–Luce). `rank` is a reciprocal rank, mostly absent (0); `seldom` is often missing (NaN)
 * and then worth as much as its mean; `noise` and `id` say nothing.
 */
export function rankingProblem(options: {
  groups: number;
  size: number;
  seed: number;
}): RankingData {
  const { groups, size, seed } = options;
  const features = ["rank", "count", "left", "right", "step", "seldom", "noise", "id"];
  const random = randomFrom([seed]);
  const width = features.length;
  const values = new Float32Array(groups * size * width);
  const labels = new Uint8Array(groups * size);
  for (let group = 0; group < groups; group++) {
    let clicked = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (let row = group * size; row < (group + 1) * size; row++) {
      const rank = random.unit() < 0.6 ? 0 : 1 / (1 + random.below(30));
      const count = Math.floor(-4 * Math.log(1 - random.unit()));
      const [left, right, step] = [random.unit() - 0.5, random.unit() - 0.5, random.unit()];
      const seldom = random.unit() < 0.5 ? Number.NaN : random.unit();
      const all = [rank, count, left, right, step, seldom, random.unit(), random.below(1000)];
      values.set(all, row * width);
      const worth =
        3 * Math.sqrt(rank) +
        Math.log1p(count) +
        12 * left * right +
        (step > 0.8 && count > 3 ? 2 : 0) +
        2 * (Number.isNaN(seldom) ? 0.5 : seldom);
      const drawn = worth - Math.log(-Math.log(random.unit() + 1e-12));
      if (drawn > highest) {
        highest = drawn;
        clicked = row;
      }
    }
    labels[clicked] = 1;
  }
  const offsets = Int32Array.from({ length: groups + 1 }, (_, group) => group * size);
  return { features, values, groups: offsets, labels };
}

/** One feature of all rows, as scores; NaN counts as 0. */
export function columnOf(data: RankingData, feature: number): Float32Array {
  const width = data.features.length;
  return Float32Array.from(data.labels, (_, row) => data.values[row * width + feature]! || 0);
}
