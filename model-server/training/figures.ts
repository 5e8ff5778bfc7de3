import { ndcgAtK } from "@slipstream/algorithms/metrics/ndcg";
import { Bootstrap, type Interval } from "./bootstrap.ts";
import type { PredictionNote, RankLog } from "./rank-log.ts";

/** One figure of a model with its interval. */
export interface QualityFigure extends Interval {
  model: string;
  metric: Metric;
  /** Cut-off. */
  k: number;
  part: Part;
  /** Predictions behind it. */
  predictions: number;
}

export type Metric = "recall" | "mrr" | "ndcg";
export const metrics: readonly Metric[] = ["recall", "mrr", "ndcg"];

/** Parts of the predictions that have figures of their own; the empty name is all of them. */
export type Part = "" | "novel" | "first" | "late";
const parts: { part: Part; takes: (note: PredictionNote) => boolean; ranks: "all" | "novel" }[] = [
  { part: "", takes: () => true, ranks: "all" },
  { part: "novel", takes: ({ isNovel }) => isNovel, ranks: "novel" },
  { part: "first", takes: ({ isFirst }) => isFirst, ranks: "all" },
  { part: "late", takes: ({ isLate }) => isLate, ranks: "all" },
];

/** `<model>.<metric>@<k>`, with `.novel`, `.first` or `.late` for a part of the predictions. */
export function figureName({ model, metric, k, part }: QualityFigure): string {
  return `${model}.${metric}@${k}${part === "" ? "" : `.${part}`}`;
}

/** Every model's figures at each cut-off, for all predictions and for each part that has any. */
export function qualityFigures(log: RankLog, cutOffs: readonly number[]): QualityFigure[] {
  return parts.flatMap(({ part, takes, ranks }) => {
    const places = [...log.notes.keys()].filter((place) => takes(log.notes[place]!));
    if (places.length === 0) return [];
    const bootstrap = new Bootstrap(places.map((place) => log.notes[place]!.cluster));
    return log.models.flatMap((model) => {
      const own = log.ranksOf(model)[ranks];
      return metrics.flatMap((metric) =>
        cutOffs.map((k) => {
          const gains = places.map((place) => gainOf(metric, own[place] ?? 0, k));
          const predictions = places.length;
          return { model, metric, k, part, predictions, ...bootstrap.interval(gains) };
        }),
      );
    });
  });
}

/** The mean gain of one model over another, prediction by prediction, with its interval. */
export function pairedDifference(
  log: RankLog,
  options: { model: string; baseline: string; metric: Metric; k: number },
): Interval {
  const { model, baseline, metric, k } = options;
  const own = log.ranksOf(model).all;
  const others = log.ranksOf(baseline).all;
  const gains = log.notes.map(
    (_, place) => gainOf(metric, own[place] ?? 0, k) - gainOf(metric, others[place] ?? 0, k),
  );
  return new Bootstrap(log.notes.map(({ cluster }) => cluster)).interval(gains);
}

/** What a rank is worth at a cut-off; 0 stands for a miss. */
function gainOf(metric: Metric, rank: number, k: number): number {
  if (rank === 0 || rank > k) return 0;
  if (metric === "recall") return 1;
  return metric === "mrr" ? 1 / rank : ndcgAtK({ ranks: [rank], k });
}
