import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";
import type { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import type { Source } from "@slipstream/algorithms/engine/source";
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
import { type ListFigures, SHOWN, ShownLists } from "./shown-lists.ts";
import { ShownOrder } from "./shown-order.ts";
import type { PredictStep, Protocol } from "./steps.ts";
import { TaughtSequences } from "./taught-sequences.ts";

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
  batch?: FittedModels;
  /** Further sources, each in the place of its name: what is known of items, where it is. */
  parts?: readonly Source[] | undefined;
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
  /** Milliseconds of CPU that a prediction took, and an event was learnt in, on average. */
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
  readonly #stage: RankerStage;
  readonly #ranks = new RankLog();
  readonly #taught = new TaughtSequences();
  readonly #lists = new Map<string, ShownLists>();
  readonly #order = new ShownOrder();
  #questions = 0;
  #answers = 0;
  #lessons = 0;
  #predictMs = 0;
  #teachMs = 0;

  constructor(options: EvaluationOptions) {
    this.#options = options;
    this.#batch = options.batch ?? new BatchModels();
    const { ids, replays, parts = [] } = options;
    const learner = replays === undefined ? [] : [new OnlineFactors(ids, { replays })];
    this.#engine = standardEngine(ids, [...learner, ...parts, ...this.#batch.sources]);
    this.#stage = new RankerStage(this.#engine.names);
  }

  run(): Evaluation {
    const { protocol, ids, onProgress, onSteps } = this.#options;
    let done = 0;
    for (const step of protocol.steps) {
      if (++done % TELL_EVERY === 0) onSteps?.(done);
      if (step.kind === "predict") this.#predict(step);
      else if (step.kind === "teach") {
        const start = cpuMs();
        this.#engine.observe(step.event, step.before);
        this.#taught.add(step.event, step.before);
        this.#lessons++;
        this.#teachMs += cpuMs() - start;
      } else {
        onProgress?.(`${Math.round(100 * step.share)} % taught: training`);
        if (!step.isForLater) this.#stage.fit();
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
    const start = cpuMs();
    const table = this.#engine.table(step.query, {
      perSource: CANDIDATES_PER_SOURCE,
      accepts: step.accepts,
    });
    const verdict = this.#stage.judge(table, step.query);
    this.#predictMs += cpuMs() - start;
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
    const { target, seen: known, cluster, isFirst = false, isLate = false } = step;
    this.#ranks.open({ cluster, isNovel: !known.has(target), isFirst, isLate });
    this.#noteSources(table, { target, known });
    this.#noteScores("blend", verdict.blend, { table, chosen, known });
    const ranker = verdict.ranker ?? verdict.blend;
    this.#noteScores("ranker", ranker, { table, chosen, known });
    const rival = this.#options.rival?.(verdict.table.values);
    if (rival !== undefined) this.#noteScores(RIVAL, rival, { table, chosen, known });
    const pipeline = this.#stage.isRankerAhead ? ranker : verdict.blend;
    this.#noteScores("pipeline", pipeline, { table, chosen, known });
    this.#ranks.note("any source", chosen >= 0 ? 1 : Infinity, chosen >= 0 ? 1 : Infinity);
  }

  /** Each source by the order of what it proposed; equal scores count against it. */
  #noteSources(
    table: FeatureTable,
    { target, known }: { target: number; known: ReadonlySet<number> },
  ): void {
    this.#engine.sources.forEach(({ name }, index) => {
      const rows = this.#engine.proposedBy(name);
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
      this.#look(name, rows.subarray(0, SHOWN));
    });
  }

  #noteScores(
    model: string,
    scores: Float64Array | Float32Array,
    {
      table,
      chosen,
      known,
    }: {
      table: FeatureTable;
      chosen: number;
      known: ReadonlySet<number>;
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
    this.#look(model, this.#order.best(table.rows, scores));
  }

  #look(model: string, rows: Int32Array): void {
    let lists = this.#lists.get(model);
    if (lists === undefined) {
      lists = new ShownLists(this.#engine.near);
      this.#lists.set(model, lists);
    }
    lists.add(rows, this.#engine.near.heaviest);
  }
}

/** What this thread has computed so far: however much else the machine has to do. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function importanceOf({ ranker, names }: RankerStage): Evaluation["importance"] {
  if (ranker === undefined) return [];
  const gains = ranker.featureImportance();
  return names
    .map((feature, index) => ({ feature, gain: gains[index] ?? 0 }))
    .sort((left, right) => right.gain - left.gain);
}
