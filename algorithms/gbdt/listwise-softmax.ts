import type { RankingData } from "./ranking-data.ts";

/**
 * Gradient and hessian diagonal of the listwise softmax loss −Σ y log softmax(s) over each group,
 * with y the labels divided by their sum: g = p − y, h = p (1 − p) (ListNet's top-one loss, Cao et
 * al. 2007; as cross-entropy, Bruch et al. 2019). `groups` says which groups; other rows are left
 * as they are. Returns the mean loss by weight, before anything is learnt from it.
 */
export function softmaxGradients(
  data: RankingData,
  scores: Float32Array,
  into: { groups: Int32Array; gradients: Float32Array; hessians: Float32Array },
): number {
  const { groups, labels, weights } = data;
  const { gradients, hessians } = into;
  let loss = 0;
  let weightSum = 0;
  for (const group of into.groups) {
    const first = groups[group]!;
    const end = groups[group + 1]!;
    const weight = weights?.[group] ?? 1;
    const { highest, total, labelSum } = softmaxSums({ scores, labels, first, end });
    for (let row = first; row < end; row++) {
      const p = Math.exp(scores[row]! - highest) / total;
      const y = labels[row]! / labelSum;
      gradients[row] = weight * (p - y);
      hessians[row] = weight * p * (1 - p);
      if (y > 0) loss += weight * y * (Math.log(total) - (scores[row]! - highest));
    }
    weightSum += weight;
  }
  return loss / weightSum;
}

function softmaxSums(of: {
  scores: Float32Array;
  labels: RankingData["labels"];
  first: number;
  end: number;
}): { highest: number; total: number; labelSum: number } {
  let highest = Number.NEGATIVE_INFINITY;
  let labelSum = 0;
  for (let row = of.first; row < of.end; row++) {
    highest = Math.max(highest, of.scores[row]!);
    labelSum += of.labels[row]!;
  }
  let total = 0;
  for (let row = of.first; row < of.end; row++) total += Math.exp(of.scores[row]! - highest);
  return { highest, total, labelSum };
}
