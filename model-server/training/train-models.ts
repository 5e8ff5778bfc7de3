import type { Interactions } from "@slipstream/algorithms/batch/interactions";
import type { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import type { Source } from "@slipstream/algorithms/engine/source";
import type { BatchPlace } from "@slipstream/algorithms/engine/standard";
import { encodeGbdtModel } from "@slipstream/algorithms/gbdt/model-codec";
import type { ServedMessage } from "@slipstream/contracts/served";
import { ITEMS_FILE } from "../batch/batch-maker.ts";
import { treeEnsembleBytes } from "../onnx/tree-ensemble.ts";
import { ONNX_FILE, TREES_FILE } from "../rank/gbdt-ranker.ts";
import { RANK_COLUMNS_VERSION, rankColumns } from "../rank/rank-columns.ts";
import {
  describeModel,
  type Manifest,
  type ModelDescription,
  type ModelFiles,
  versionAt,
} from "../registry/manifest.ts";
import { BatchTraining } from "./batch-training.ts";
import type { Interval } from "./bootstrap.ts";
import { Calibration } from "./calibration.ts";
import { checkLog } from "./check-log.ts";
import { type Evaluation, evaluate, RIVAL } from "./evaluate.ts";
import { pairedDifference, type QualityFigure, qualityFigures } from "./figures.ts";
import type { Log } from "./log.ts";
import { LogError } from "./log-error.ts";
import { OfflineModels } from "./offline-models.ts";
import { batchFits, temporal, temporalSplit } from "./protocols/temporal.ts";
import { ReferenceRows } from "./reference-rows.ts";
import { servedReferences } from "./served-references.ts";
import { countSteps, type StepCounts } from "./step-counts.ts";
import type { Step } from "./steps.ts";
import { TaughtSequences } from "./taught-sequences.ts";

/** Answers that are kept for the ranker, and questions of the held-out part, at most about so many. */
const MAX_LOGGED = 20_000;
const MAX_PREDICTIONS = 4_000;
/** Steps that the factors learn again in all, at most about so many: as under load when serving. */
const MAX_REPLAYS = 1_000_000;
const MAX_REPLAYS_PER_EVENT = 8;
/** What batch models read, on two cores some three minutes in all: those of the first half, and the kept ones. */
const ON_THE_WAY = { pairs: 400_000, sequence: 200_000, towers: 80_000, sessions: 50_000 };
const QUICK = { pairs: 400_000, sequence: 500_000, towers: 160_000, sessions: 100_000 };
export const cutOffs = [10, 20] as const;
/** What decides whether the ranker is better than the blend. */
const DECIDING = { metric: "mrr", k: 20 } as const;

/** A model as the registry takes it. */
export interface TrainedModel {
  manifest: Manifest;
  files: ModelFiles;
}

/** All that came of one training. */
export interface Training {
  models: TrainedModel[];
  /** Of every source, the blend, the ranker and each batch model, on the held-out part. */
  figures: QualityFigure[];
  /** MRR@20 of the ranker less the blend's, on the held-out part; undefined without a ranker. */
  gain: Interval | undefined;
  /** The same less the sitting champion's, on the very same rows; undefined without one. */
  gainOverChampion: Interval | undefined;
  calibration: Calibration;
  evaluation: Evaluation;
  /** Place in the log where the held-out part begins. */
  split: number;
}

export interface TrainOptions {
  /** What the log is called: in the models' cards. */
  dataset: string;
  log: Log;
  ranker: boolean;
  batch: readonly BatchPlace[];
  /** What is known of items beside who met them, where it is. */
  parts?: readonly Source[] | undefined;
  moment?: Date;
  /** The ranker that serves now: its scores of rows of `rankColumns`. */
  champion?: ((values: Float32Array) => Float32Array) | undefined;
  /** Answers that were served lately and that a ranker would have judged: what drift is told against. */
  served?: readonly ServedMessage[] | undefined;
  onProgress?: (text: string) => void;
}

/**
 * Replays a log as it came, event by event, and trains from what was logged on the way: the ranker
 * on answers' features as they were at the time, batch models on all that was taught. The last part
 * (`temporalSplit`) is held out and decides what the figures say; the models are those that were measured.
 * Batch models are trained in a thread of their own meanwhile, and twice: once on the first half of
 * what is learnt, so that the ranker's answers of the second half have their columns as a server has
 * them. Those of the first half have none, as on a server that has no such model.
 * @throws LogError, BatchTrainingError
 */
export function trainModels(options: TrainOptions): Training {
  const { log } = options;
  checkLog(log);
  const counts = countSteps(temporal(log).steps);
  if (counts.counted === 0) {
    throw new LogError(
      "log_nothing_to_predict",
      "Nobody comes back for a second item in the held-out part of the log: nothing can be measured.",
    );
  }
  const split = temporalSplit(log);
  const batchTraining = new BatchTraining(
    options.batch,
    batchFits(log).map((place) => ({
      interactions: taughtBefore(log, place),
      effort: place < split ? ON_THE_WAY : QUICK,
    })),
  );
  try {
    const batch = new OfflineModels(options.batch, batchTraining);
    return replay({ ...options, counts, split, batch });
  } finally {
    batchTraining.close();
  }
}

function replay(
  options: Omit<TrainOptions, "batch"> & {
    counts: StepCounts;
    split: number;
    batch: OfflineModels;
  },
): Training {
  const { log, onProgress, counts, split, batch, champion, served = [] } = options;
  const calibration = new Calibration();
  const references = new ReferenceRows(Math.min(counts.counted, MAX_PREDICTIONS));
  const protocol = temporal(log);
  const evaluation = evaluate({
    ids: log.ids,
    protocol: { ...protocol, steps: rankerLast(protocol.steps) },
    every: Math.ceil(counts.counted / MAX_PREDICTIONS),
    logEvery: Math.max(1, Math.ceil(counts.teaching / MAX_LOGGED)),
    ...{ batch, replays: replaysFor(counts.taught), parts: options.parts },
    rival: champion,
    onRanked: (scores, chosen, table) => {
      calibration.add(scores, chosen);
      references.add(scores, table);
    },
    onProgress,
    onSteps: (done) => onProgress?.(`replaying, ${Math.floor((100 * done) / counts.steps)} %`),
  });
  if (evaluation.predictions === 0) {
    throw new LogError("log_nothing_to_predict", "The held-out part of the log is too small.");
  }
  onProgress?.("drawing intervals");
  const figures = qualityFigures(evaluation.ranks, cutOffs);
  const { ranker } = evaluation.stage;
  const gainOver = (baseline: string) =>
    ranker && pairedDifference(evaluation.ranks, { model: "ranker", baseline, ...DECIDING });
  const replayed = references.references();
  const score = (values: Float32Array) => ranker?.predict(values) ?? [];
  const reference = replayed && servedReferences({ served, replayed, score });
  return {
    models: modelsOf({ ...options, evaluation, figures, reference, wantsRanker: options.ranker }),
    ...{ figures, calibration, evaluation, split },
    gain: gainOver("blend"),
    gainOverChampion: champion && gainOver(RIVAL),
  };
}

function replaysFor(taught: number): number {
  return Math.max(1, Math.min(MAX_REPLAYS_PER_EVENT, Math.floor(MAX_REPLAYS / taught)));
}

/** The sessions before a place of the log, as batch models learn from them. */
function taughtBefore(log: Log, split: number): Interactions {
  const taught = new TaughtSequences();
  for (let at = 0; at < split; at++) {
    taught.add({ row: log.rows[at]! }, { session: log.sessions[at]! });
  }
  return taught.interactions();
}

/** Trains the ranker when all is taught that will be, and not on the way: nobody asks for it there. */
function* rankerLast(steps: Iterable<Step>): Iterable<Step> {
  for (const step of steps) {
    if (step.kind !== "fit" || step.share === 1) yield step;
    else if (step.batch) yield { ...step, isForLater: true };
  }
}

interface Trained {
  dataset: string;
  log: Log;
  moment?: Date;
  evaluation: Evaluation;
  figures: readonly QualityFigure[];
  reference: ModelDescription["reference"];
  split: number;
  batch: OfflineModels;
  wantsRanker: boolean;
}

function modelsOf(trained: Trained): TrainedModel[] {
  const { evaluation, log, split, batch } = trained;
  const version = versionAt(trained.moment ?? new Date());
  const createdAt = (trained.moment ?? new Date()).toISOString();
  const describe = (
    own: Pick<
      ModelDescription,
      "name" | "kind" | "format" | "settings" | "features" | "reference"
    > & {
      rows: number;
      measuredAs: string;
    },
    files: ModelFiles,
  ): TrainedModel => {
    const { rows, measuredAs, ...description } = own;
    const manifest = describeModel(
      {
        ...description,
        ...{ version, createdAt, featureVersion: RANK_COLUMNS_VERSION },
        trainedOn: { ...windowOf(log, split), dataset: trained.dataset, events: split, rows },
        metrics: metricsOf(trained.figures, measuredAs),
      },
      files,
    );
    return { manifest, files };
  };
  const { ranker, logged } = evaluation.stage;
  const ids = itemsFile(log.ids);
  const kept = batch.artefacts.map(({ name, format, settings, files, pairs }) =>
    describe(
      { name, kind: name, format, settings, features: [], rows: pairs, measuredAs: name },
      new Map([...files, [ITEMS_FILE, ids]]),
    ),
  );
  if (ranker === undefined || !trained.wantsRanker) return kept;
  const { trees } = ranker.expectFeatures(rankColumns);
  const files = new Map([
    [ONNX_FILE, treeEnsembleBytes(trees)],
    [TREES_FILE, encodeGbdtModel(ranker)],
  ]);
  const settings = { trees: trees.roots.length, answers: logged.answers };
  const features = [...rankColumns];
  const { reference } = trained;
  const own = {
    name: "ranker",
    kind: "gbdt",
    format: "onnx",
    settings,
    features,
    reference,
  } as const;
  return [describe({ ...own, rows: logged.rows, measuredAs: "ranker" }, files), ...kept];
}

function windowOf(log: Log, split: number): { from: string; to: string } {
  const moment = (place: number) => new Date(log.at[place] ?? 0).toISOString();
  return { from: moment(0), to: moment(Math.max(0, split - 1)) };
}

/** The catalogue's ids in the order of the models' rows. */
function itemsFile(ids: ItemIds): Uint8Array {
  const all = Array.from({ length: ids.size }, (_, row) => ids.idOf(row));
  return new TextEncoder().encode(JSON.stringify(all));
}

function metricsOf(figures: readonly QualityFigure[], model: string): ModelDescription["metrics"] {
  const own = figures.filter((figure) => figure.model === model && figure.part !== "late");
  return Object.fromEntries(
    own.map(({ metric, k, part, value, low, high }) => [
      `${metric}@${k}${part === "" ? "" : `.${part}`}`,
      { value, low, high },
    ]),
  );
}
