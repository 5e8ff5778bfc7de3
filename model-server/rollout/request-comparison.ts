import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";
import type { Query } from "@slipstream/algorithms/engine/query";
import { overlapAtK, rankCorrelation } from "@slipstream/algorithms/metrics/rank-correlation";
import type { Metrics } from "../metrics.ts";
import type { Trace } from "../pipeline.ts";
import type { Ranker } from "../rank/ranker.ts";
import type { ShopModel } from "../shop-model.ts";
import type { FiguresBook } from "./figures-book.ts";
import { challengerStages, figuresOf, RANKER } from "./participants.ts";

/** Items of an answer whose overlap is looked at: what a rail shows at once. */
const K = 12;
/** Answers being scored once more at a time; further ones are passed over. */
const MAX_AT_ONCE = 2;

/** Takes time of the thread for a piece of work, or says that there is none. */
export type Spare = (work: () => void) => boolean;

/** Where comparisons are told for Prometheus. */
export type ChallengerMetrics = Pick<
  Metrics,
  "challengerCorrelation" | "challengerOverlap" | "challengerSeconds"
>;

/**
 * Scores answers once more, by the rankers that are tried out, after they have been sent: how far
 * each would have answered otherwise, and how long it takes. Under load only some are.
 */
export class RequestComparison {
  readonly #book: FiguresBook;
  readonly #spare: Spare;
  readonly #onError: (error: unknown) => void;
  readonly #metrics: () => ChallengerMetrics;
  #atOnce = 0;

  constructor(options: {
    book: FiguresBook;
    spare: Spare;
    metrics: () => ChallengerMetrics;
    onError: (error: unknown) => void;
  }) {
    this.#metrics = options.metrics;
    this.#book = options.book;
    this.#spare = options.spare;
    this.#onError = options.onError;
  }

  /** Takes an answer that trained rankers are for. */
  note(model: ShopModel, { ranked, choice, situation }: Trace): void {
    const stages = challengerStages(model, RANKER).filter((stage) => stage !== choice?.stage);
    if (stages.length === 0 || ranked.table.rows.length === 0) return;
    if (this.#atOnce >= MAX_AT_ONCE) return;
    const { table, scores } = ranked;
    const compareAll = async () => {
      for (const stage of stages) {
        const staged = model.rankers.staged(stage);
        if (staged === undefined) continue;
        const of = figuresOf(model.shop, RANKER, stage, staged);
        const found = await compare(staged.model, { table, query: situation.query, scores }).catch(
          (error: unknown) => this.#onError(error),
        );
        this.#book.add(of, (figures) => {
          if (found === undefined) {
            figures.answers++;
            figures.failed++;
            return;
          }
          figures.compared++;
          figures.correlation += found.correlation;
          figures.overlap += found.overlap;
          figures.shift += found.shift;
          figures.scoringMs += found.scoringMs;
        });
        if (found !== undefined) this.#tell({ shop: model.shop, stage }, found);
      }
    };
    this.#atOnce++;
    setImmediate(() => {
      const isFree = this.#spare(() => {
        void compareAll().finally(() => this.#atOnce--);
      });
      if (!isFree) this.#atOnce--;
    });
  }

  #tell(labels: { shop: string; stage: string }, found: Comparison): void {
    const metrics = this.#metrics();
    metrics.challengerCorrelation.observe(labels, found.correlation);
    metrics.challengerOverlap.observe(labels, found.overlap);
    metrics.challengerSeconds.observe(labels, found.scoringMs / 1000);
  }
}

interface Comparison {
  correlation: number;
  overlap: number;
  shift: number;
  scoringMs: number;
}

async function compare(
  challenger: Ranker,
  { table, query, scores }: { table: FeatureTable; query: Query; scores: Float64Array },
): Promise<Comparison> {
  const startedAt = performance.now();
  const own = await challenger.score(table, query);
  const scoringMs = performance.now() - startedAt;
  if (!own.every(Number.isFinite)) throw new Error("it gives scores that are no numbers");
  return {
    scoringMs,
    correlation: rankCorrelation(own, scores),
    overlap: overlapAtK(own, scores, K),
    shift: meanOf(own) - meanOf(scores),
  };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
