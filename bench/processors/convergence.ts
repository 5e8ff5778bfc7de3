import type { Cohort } from "./cohorts.ts";
import type { Positive } from "./stream.ts";

/** Cut-off of recall and MRR. */
const K = 20;

export interface Quality {
  recall: number;
  mrr: number;
  predictions: number;
}

/**
 * Prequential quality of a cohort over a stream: one event in `every` is predicted before it is
 * learnt, and the learners hear of each other once in `staleness` events of all of them together.
 */
export function prequentialQuality(
  stream: readonly Positive[],
  cohort: Cohort,
  { staleness, every }: { staleness: number; every: number },
): Quality {
  const sums = { recall: 0, mrr: 0, predictions: 0 };
  stream.forEach((positive, index) => {
    if (index % every === 0) {
      const rank = cohort.rank(positive);
      sums.predictions++;
      if (rank <= K) {
        sums.recall++;
        sums.mrr += 1 / rank;
      }
    }
    cohort.learn(positive, index + 1);
    if ((index + 1) % staleness === 0) cohort.exchange();
  });
  const { recall, mrr, predictions } = sums;
  return { recall: recall / predictions, mrr: mrr / predictions, predictions };
}
