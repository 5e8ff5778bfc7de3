import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";
import { OnlineBlend } from "@slipstream/algorithms/engine/online-blend";
import type { Query } from "@slipstream/algorithms/engine/query";
import type { GbdtModel } from "@slipstream/algorithms/gbdt/model";
import { groupRange } from "@slipstream/algorithms/gbdt/ranking-data";
import { type GbdtSettings, trainGbdt } from "@slipstream/algorithms/gbdt/train";
import { rankingFigure } from "@slipstream/algorithms/gbdt/validation";
import {
  varyingFeatures,
  widened,
  withFeatures,
} from "@slipstream/algorithms/gbdt/varying-features";
import { randomFrom } from "@slipstream/algorithms/random";
import { rankColumns, withBlend } from "../rank/rank-columns.ts";
import { TrainingRows } from "./training-rows.ts";

/** Rows that a ranker is trained on at most, and of one answer. */
const MAX_ROWS = 500_000;
const PER_GROUP = 120;
/** Answers below which there is nothing to train on. */
const MIN_GROUPS = 300;
/** Share of answers held out to know when to stop. */
const HELD_OUT = 0.12;
/** Small steps and leaves that many answers stand behind: a few thousand answers are soon learnt by heart. */
const settings: Partial<GbdtSettings> = {
  trees: 150,
  learningRate: 0.08,
  minHessian: 10,
  featureShare: 0.5,
  groupShare: 0.8,
};

/** What the stages say of one answer's candidates: one score each, higher is better. */
export interface Verdict {
  blend: Float64Array;
  /** Undefined until one is trained. */
  ranker: Float32Array | undefined;
  /** The candidates with the blend's column: what the ranker read. */
  table: FeatureTable;
}

/** The online blend, and on top of it the ranker that is trained from logged answers. */
export class RankerStage {
  readonly blend: OnlineBlend;
  /** What rankers read. */
  readonly names = rankColumns;
  readonly #rows: TrainingRows;
  #ranker: GbdtModel | undefined;
  #isAhead = false;

  constructor(engineNames: readonly string[]) {
    this.blend = new OnlineBlend(engineNames);
    const limits = { maxRows: MAX_ROWS, perGroup: PER_GROUP };
    this.#rows = new TrainingRows(this.names, limits, randomFrom([1]));
  }

  get ranker(): GbdtModel | undefined {
    return this.#ranker;
  }

  /** What is kept to train a ranker from. */
  get logged(): { answers: number; rows: number } {
    return { answers: this.#rows.groups, rows: this.#rows.rows };
  }

  /** The ranker orders answers it did not learn from better than the blend does: it has the say. */
  get isRankerAhead(): boolean {
    return this.#isAhead;
  }

  judge(table: FeatureTable, query: Query): Verdict {
    const blend = this.blend.score(table, query);
    const full = withBlend(table, blend);
    return { blend, ranker: this.#ranker?.predict(full.values), table: full };
  }

  /** Learns which candidate came; `logs`: the answer is kept for the ranker too. */
  learn({
    table,
    query,
    verdict,
    chosen,
    logs,
  }: {
    table: FeatureTable;
    query: Query;
    verdict: Verdict;
    chosen: number;
    logs: boolean;
  }): void {
    if (logs) this.#rows.add(verdict.table, chosen);
    this.blend.learn(table, query, chosen);
  }

  /** Trains a ranker from all that was logged; keeps the last one where that is too little. */
  fit(): void {
    if (this.#rows.groups < MIN_GROUPS) return;
    const data = this.#rows.data();
    const varying = varyingFeatures(data);
    const slim = withFeatures(data, varying);
    const groups = slim.groups.length - 1;
    const split = Math.floor((1 - HELD_OUT) * groups);
    const heldOut = groupRange(slim, { from: split, to: groups });
    const ranker = trainGbdt(groupRange(slim, { from: 0, to: split }), {
      settings,
      heldOut: { data: heldOut, figure: "loss" },
    });
    const blend = heldOut.labels.map((_, row) => heldOut.values[(row + 1) * varying.length - 1]!);
    const mrrOf = (scores: ArrayLike<number>) =>
      rankingFigure(heldOut, Float32Array.from(scores), "mrr");
    this.#isAhead = mrrOf(ranker.predict(heldOut.values)) > mrrOf(blend);
    this.#ranker = widened(ranker, this.names, varying);
  }
}
