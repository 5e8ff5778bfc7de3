import type { Source } from "@slipstream/algorithms/engine/source";
import type { Interval } from "@slipstream/model-server/training/bootstrap";
import { type Evaluation, evaluate } from "@slipstream/model-server/training/evaluate";
import {
  type Metric,
  pairedDifference,
  type QualityFigure,
  qualityFigures,
} from "@slipstream/model-server/training/figures";
import { LogError } from "@slipstream/model-server/training/log-error";
import { countSteps, type StepCounts } from "@slipstream/model-server/training/step-counts";
import type { Plan, ProtocolName } from "./plan.ts";

/** Predictions that are made, and answers that are kept for the ranker, at most about so many. */
const MAX_PREDICTIONS = 60_000;
const MAX_LOGGED = 25_000;

/** Names that stand beside the sources'. */
const stages = ["blend", "ranker", "pipeline"] as const;
/** Whether any source had the target at all: the candidates' own limit, no model. */
const REACH = "any source";

/** The figure by which models are ordered: what the literature of each protocol goes by. */
const mainMetrics: Readonly<Record<ProtocolName, { metric: Metric; at: "first" | "last" }>> = {
  session: { metric: "mrr", at: "last" },
  "leave-last-out": { metric: "ndcg", at: "first" },
  prequential: { metric: "recall", at: "last" },
  temporal: { metric: "recall", at: "last" },
  basket: { metric: "recall", at: "last" },
};

/** The session kNN that published rows of session sets are of: it is compared with by name. */
const NAMED_BASELINE = "session_knn";

/** The pipeline's main figure less a source's, of the same predictions. */
export interface Gain extends Interval {
  baseline: string;
}

/** All that was measured on one log. */
export interface Measured {
  protocol: ProtocolName;
  cutOffs: readonly number[];
  main: { metric: Metric; k: number };
  /** Sources by the main figure, the best first; then blend, ranker, pipeline. */
  models: string[];
  bestSource: string;
  figures: QualityFigure[];
  /** On the best single source first; then on session kNN, where that is another one. */
  gains: Gain[];
  /** Share of predictions whose target was among the candidates. */
  reach: number;
  evaluation: Evaluation;
  counts: StepCounts;
  every: number;
  logEvery: number;
}

export interface EvaluateOptions {
  cutOffs: readonly number[];
  every?: number | undefined;
  /** Sources beside those that learn of events alone. */
  parts?: readonly Source[] | undefined;
  onProgress?: (text: string) => void;
}

/** Runs a plan through sources, blend, ranker and pipeline. @throws LogError */
export function evaluateLog(plan: Plan, options: EvaluateOptions): Measured {
  const { cutOffs, onProgress, parts } = options;
  const counts = countSteps(plan.begin().steps);
  const every = options.every ?? Math.max(1, Math.round(counts.counted / MAX_PREDICTIONS));
  const logEvery = Math.max(1, Math.ceil(counts.teaching / MAX_LOGGED));
  const evaluation = evaluate({
    ...{ ids: plan.ids, protocol: plan.begin(), every, logEvery, parts },
    onProgress,
    onSteps: (done) => onProgress?.(`${Math.min(100, Math.floor((100 * done) / counts.steps))} %`),
  });
  if (evaluation.predictions === 0) {
    throw new LogError(
      "log_nothing_to_predict",
      `The ${plan.name} protocol finds nothing to predict in this log: nobody comes back for a second item. Choose another --protocol.`,
    );
  }
  const { metric, at } = mainMetrics[plan.name];
  const main = { metric, k: cutOffs.at(at === "first" ? 0 : -1)! };
  const figures = qualityFigures(evaluation.ranks, cutOffs);
  const sources = sourcesByFigure(evaluation, figures, main);
  const bestSource = sources[0]!;
  return {
    ...{ protocol: plan.name, cutOffs, main, bestSource, evaluation, counts, every, logEvery },
    models: [...sources, ...stages],
    figures: figures.filter(({ model }) => model !== REACH),
    gains: sources
      .filter((source) => source === bestSource || source === NAMED_BASELINE)
      .map((baseline) => ({
        baseline,
        ...pairedDifference(evaluation.ranks, { model: "pipeline", baseline, ...main }),
      })),
    reach: figures.find(({ model }) => model === REACH)?.value ?? 0,
  };
}

/** Sources that said anything, the best by the main figure first. */
function sourcesByFigure(
  { lists, ranks }: Evaluation,
  figures: readonly QualityFigure[],
  main: Measured["main"],
): string[] {
  const isStage = (model: string) => model === REACH || stages.some((stage) => stage === model);
  const value = (model: string) =>
    figureOf(figures, { model, ...main })?.value ?? Number.NEGATIVE_INFINITY;
  const spoke = (model: string) =>
    (lists.get(model)?.coverage ?? 0) > 0 || ranks.ranksOf(model).all.some((rank) => rank > 0);
  const sources = ranks.models.filter((model) => !isStage(model));
  const speaking = sources.filter(spoke);
  return (speaking.length > 0 ? speaking : sources).sort(
    (left, right) => value(right) - value(left),
  );
}

/** One figure out of all. */
export function figureOf(
  figures: readonly QualityFigure[],
  wanted: Pick<QualityFigure, "model" | "metric" | "k"> & Partial<Pick<QualityFigure, "part">>,
): QualityFigure | undefined {
  const { model, metric, k, part = "" } = wanted;
  return figures.find(
    (figure) =>
      figure.model === model && figure.metric === metric && figure.k === k && figure.part === part,
  );
}
