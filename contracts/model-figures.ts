import { z } from "zod";

/** Upper ends of the bins that latencies are counted in, in milliseconds; the last bin has none. */
export const latencyBoundsMs = [
  ...[1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 65, 80, 100, 130, 160, 200, 300, 500],
] as const;
const LATENCY_BINS = latencyBoundsMs.length + 1;

const sum = z.number().default(0);

/**
 * What was seen of one version in one stage, as sums: those of several servers and minutes add up.
 * A challenger is a shadow or a canary; the champion beside it may be the blend, where none is.
 */
export const modelFiguresSchema = z.object({
  /** Answers that it was to rank, and those of them where it failed or was late. */
  answers: sum,
  failed: sum,
  /** Answers whose shopper then pressed one of the things shown. */
  clicked: sum,
  /** Answers by the time that they took, per bin of `latencyBoundsMs`. */
  latency: z.array(z.number()).length(LATENCY_BINS).default(Array(LATENCY_BINS).fill(0)),
  /** Requests that a challenger scored beside whoever answered them, behind the answer. */
  compared: sum,
  correlation: sum,
  overlap: sum,
  /** Of its mean score over the other's, and of their squares. */
  shift: sum,
  scoringMs: sum,
  /** Next visits that it and the champion both predicted before they were learnt. */
  predicted: sum,
  reciprocal: sum,
  recalled: sum,
  championReciprocal: sum,
  championRecalled: sum,
  /** Squares of the differences between both reciprocal ranks. */
  differenceSquares: sum,
});
export type ModelFigures = z.infer<typeof modelFiguresSchema>;

/** Figures of nothing seen yet. */
export function noFigures(): ModelFigures {
  return modelFiguresSchema.parse({});
}

/** Both together. */
export function addedFigures(left: ModelFigures, right: ModelFigures): ModelFigures {
  const { latency: own, ...sums } = left;
  const { latency: other, ...others } = right;
  const added = { ...sums };
  for (const key of Object.keys(added) as (keyof typeof added)[]) added[key] += others[key];
  return { ...added, latency: own.map((count, bin) => count + (other[bin] ?? 0)) };
}

/** The bin of a latency. */
export function latencyBin(latencyMs: number): number {
  const found = latencyBoundsMs.findIndex((bound) => latencyMs <= bound);
  return found < 0 ? latencyBoundsMs.length : found;
}

/** The upper end of the bin that holds this quantile, in ms; undefined without answers, or beyond all bins. */
export function latencyQuantileMs({ latency }: ModelFigures, q: number): number | undefined {
  const total = latency.reduce((all, count) => all + count, 0);
  let seen = 0;
  for (const [bin, count] of latency.entries()) {
    seen += count;
    if (total > 0 && seen >= q * total) return latencyBoundsMs[bin];
  }
  return undefined;
}
