import { Engine } from "@slipstream/algorithms/engine/engine";
import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";
import type { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import { SOURCE_COLUMNS } from "@slipstream/algorithms/engine/source-features";
import {
  CANDIDATES_PER_SOURCE,
  type StandardEngine,
  standardEngine,
} from "@slipstream/algorithms/engine/standard";
import { pessimisticRank } from "@slipstream/algorithms/metrics/rank";
import { OnlineFactors } from "@slipstream/algorithms/sources/online-factors";
import { BatchModels, type FittedModels } from "./batch-models.ts";
import { RankLog } from "./rank-log.ts";
import { RankerStage, type Verdict } from "./ranker-stage.ts";
import { type ListFigures, ShownLists } from "./shown-lists.ts";
import type { PredictStep, Protocol } from "./steps.ts";
import { TaughtSequences } from "./taught-sequences.ts";

/** One counted prediction in this many has its lists looked at. */
const LOOK_ONE_IN = 16;
/** What the ranker of before is called among the measured models. */
export const RIVAL = "champion";
/** Steps between two words of progress. */
const TELL_EVERY = 512;

export interface EvaluationOptions {
  ids: ItemIds;
  protocol: Protocol;
  /** One counted prediction in this many is made; the rest are only taught. */
  every?: number;
  /** One teaching answer in this many is kept for the ranker. */
  logEvery?: number;
  /** Batch models stand beside the engine, measured but not read by blend and ranker. */
  apart?: boolean;
  batch?: FittedModels;
  /** Earlier events that the factors learn again with each: as the engine has it where it is missing. */
  replays?: number;
  onProgress?: (text: string) => void;
  /** Told now and then how many steps of the protocol are done. */
  onSteps?: (done: number) => void;
  /** A ranker of before, measured on the very same rows: its scores of a table of `rankColumns`. */
  rival?: ((values: Float32Array) => Float32Array) | undefined;
  /**
   * Told of every counted prediction that a ranker took part in. `chosen`: −1 for a miss; `table`:
   * what the ranker read.
   */
  onRanked?: (scores: Float32Array, chosen: number, table: FeatureTable) => void;
}

export interface Evaluation {
  ranks: RankLog;
  lists: Map<string, ListFigures>;
  predictions: number;
  taught: number;
  /** Milliseconds a prediction took, and an event was learnt in, on average. */
  predictMs: number;
  teachMs: number;
  /** Whether the pipeline ends with the ranker (else with the blend). */
  ranker: boolean;
  importance: { feature: string; gain: number }[];
  stage: RankerStage;
}

/** Replays a protocol's questions and lessons through the engine, the blend and the ranker. */
export function evaluate(options: EvaluationOptions): Evaluation {
  return new Run(options).run();
}

class Run {
  readonly #options: EvaluationOptions;
  readonly #batch: FittedModels;
  readonly #engine: StandardEngine;
  /** The batch models, where they stand apart. */
  readonly #beside: Engine;
  readonly #stage: RankerStage;
  readonly #ranks = new RankLog();
  readonly #taught = new TaughtSequences();
  readonly #lists = new Map<string, ShownLists>();
  #questions = 0;
  #answers = 0;
  #lessons = 0;
  #predictMs = 0;
  #teachMs = 0;

  constructor(options: EvaluationOptions) {
    this.#options = options;
    this.#batch = options.batch ?? new BatchModels();
    const { sources } = this.#batch;
    const { ids, replays, apart } = options;
    const learner = replays === undefined ? [] : [new OnlineFactors(ids, { replays })];
    this.#engine = standardEngine(ids, [...learner, ...(apart ? [] : sources)]);
    this.#beside = new Engine(apart ? sources : [], []);
    this.#stage = new RankerStage(this.#engine.names);
  }

  run(): Evaluation {
    const { protocol, ids, onProgress, onSteps } = this.#options;
    let done = 0;
    for (const step of protocol.steps) {
      if (++done % TELL_EVERY === 0) onSteps?.(done);
      if (step.kind === "predict") this.#predict(step);
      else if (step.kind === "teach") {
        const start = performance.now();
        this.#engine.observe(step.event, step.before);
        this.#taught.add(step.event, step.before);
        this.#lessons++;
        this.#teachMs += performance.now() - start;
      } else {
        onProgress?.(`${Math.round(100 * step.share)} % taught: training`);
        this.#stage.fit();
        if (step.batch) this.#batch.fit(this.#taught.interactions());
      }
    }
    const predictions = this.#ranks.notes.length;
    return {
      ranks: this.#ranks,
      lists: new Map([...this.#lists].map(([model, lists]) => [model, lists.figures(ids.size)])),
      predictions,
      taught: this.#lessons,
      predictMs: this.#predictMs / Math.max(1, this.#answers),
      teachMs: this.#teachMs / Math.max(1, this.#lessons),
      ranker: this.#stage.isRankerAhead,
      importance: importanceOf(this.#stage),
      stage: this.#stage,
    };
  }

  #predict(step: PredictStep): void {
    const { every = 1, logEvery = 1 } = this.#options;
    this.#questions++;
    const isAsked = step.counted && this.#questions % every === 0;
    const logs = step.teaches && this.#questions % logEvery === 0;
    if (!isAsked && !logs) return;
    const start = performance.now();
    const table = this.#engine.table(step.query, {
      perSource: CANDIDATES_PER_SOURCE,
      accepts: step.accepts,
    });
    const verdict = this.#stage.judge(table, step.query);
    this.#predictMs += performance.now() - start;
    this.#answers++;
    const chosen = table.rows.indexOf(step.target);
    if (isAsked) {
      this.#note(step, table, verdict, chosen);
      if (verdict.ranker !== undefined) {
        this.#options.onRanked?.(verdict.ranker, chosen, verdict.table);
      }
    }
    if (step.teaches && chosen >= 0) {
      this.#stage.learn({ table, query: step.query, verdict, chosen, logs });
    }
  }

  #note(step: PredictStep, table: FeatureTable, verdict: Verdict, chosen: number): void {
    const { query, target, cluster, isFirst = false, isLate = false } = step;
    const known = new Set([...query.recent, ...query.earlier]);
    this.#ranks.open({ cluster, isNovel: !known.has(target), isFirst, isLate });
    const looks = this.#ranks.notes.length % LOOK_ONE_IN === 0;
    this.#noteSources(this.#engine, table, { target, known, looks });
    if (this.#beside.sources.length > 0) {
      const limits = { perSource: CANDIDATES_PER_SOURCE, accepts: step.accepts };
      this.#noteSources(this.#beside, this.#beside.table(query, limits), { target, known, looks });
    }
    this.#noteScores("blend", verdict.blend, { table, chosen, known, looks });
    const ranker = verdict.ranker ?? verdict.blend;
    this.#noteScores("ranker", ranker, { table, chosen, known, looks });
    const rival = this.#options.rival?.(verdict.table.values);
    if (rival !== undefined) this.#noteScores(RIVAL, rival, { table, chosen, known, looks });
    const pipeline = this.#stage.isRankerAhead ? ranker : verdict.blend;
    this.#noteScores("pipeline", pipeline, { table, chosen, known, looks });
    this.#ranks.note("any source", chosen >= 0 ? 1 : Infinity, chosen >= 0 ? 1 : Infinity);
  }

  /** Each source by the order of what it proposed; equal scores count against it. */
  #noteSources(
    engine: Engine,
    table: FeatureTable,
    { target, known, looks }: { target: number; known: ReadonlySet<number>; looks: boolean },
  ): void {
    engine.sources.forEach(({ name }, index) => {
      const rows = engine.proposedBy(name);
      const column = index * SOURCE_COLUMNS.length + SOURCE_COLUMNS.indexOf("score");
      const scoreAt = (place: number) =>
        table.values[table.rows.indexOf(rows[place]!) * table.names.length + column];
      const own = rows.indexOf(target);
      let last = own;
      while (own >= 0 && last + 1 < rows.length && scoreAt(last + 1) === scoreAt(own)) last++;
      let before = 0;
      for (let at = 0; at <= last; at++) if (at !== own && known.has(rows[at]!)) before++;
      const rank = own < 0 ? Number.POSITIVE_INFINITY : last + 1;
      this.#ranks.note(name, rank, rank - before);
      if (looks) this.#look(name, [...rows.subarray(0, 20)]);
    });
  }

  #noteScores(
    model: string,
    scores: Float64Array | Float32Array,
    {
      table,
      chosen,
      known,
      looks,
    }: {
      table: FeatureTable;
      chosen: number;
      known: ReadonlySet<number>;
      looks: boolean;
    },
  ): void {
    const rank = pessimisticRank(scores, chosen);
    let before = 0;
    if (Number.isFinite(rank)) {
      table.rows.forEach((row, at) => {
        if (at !== chosen && known.has(row) && !(scores[at]! < scores[chosen]!)) before++;
      });
    }
    this.#ranks.note(model, rank, rank - before);
    if (!looks) return;
    const order = Array.from(table.rows.keys()).sort((a, b) => scores[b]! - scores[a]!);
    this.#look(
      model,
      order.slice(0, 20).map((at) => table.rows[at]!),
    );
  }

  #look(model: string, rows: readonly number[]): void {
    let lists = this.#lists.get(model);
    if (lists === undefined) {
      lists = new ShownLists(this.#engine.near);
      this.#lists.set(model, lists);
    }
    lists.add(rows, this.#engine.near.heaviest);
  }
}

function importanceOf({ ranker, names }: RankerStage): Evaluation["importance"] {
  if (ranker === undefined) return [];
  const gains = ranker.featureImportance();
  return names
    .map((feature, index) => ({ feature, gain: gains[index] ?? 0 }))
    .sort((left, right) => right.gain - left.gain);
}
