import { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import type { Query } from "@slipstream/algorithms/engine/query";
import { RowScores } from "@slipstream/algorithms/engine/row-scores";
import type { Source } from "@slipstream/algorithms/engine/source";
import { reciprocalRankAtK } from "@slipstream/algorithms/metrics/mrr";
import { recallAtK } from "@slipstream/algorithms/metrics/recall-at-k";
import { WindowedMean } from "@slipstream/algorithms/metrics/windowed";
import { CoVisitation, symmetricCoVisitation } from "@slipstream/algorithms/sources/co-visitation";
import { Trending } from "@slipstream/algorithms/sources/trending";

/** Predictions that the live figures are taken over. */
const WINDOW = 2_000;
/** Predictions before the figures are compared. */
const MIN_SAMPLES = 500;
/**
 * One event of a turn in this many is predicted, and always one: a prediction scores the whole
 * catalogue, three times.
 */
const EVENTS_PER_PREDICTION = 256;
/** The same while there are too few to compare: whoever only catches up would wait long for them. */
const EVENTS_PER_EARLY_PREDICTION = 64;
/** Cut-off of recall and MRR. */
const K = 20;
/** Candidates looked at, so that ties at the cut-off are seen. */
const DEPTH = 60;

const models = ["learner", "popularity", "covisitation"] as const;
type Model = (typeof models)[number];

/** What is told to the models of one positive event. */
export interface Observation {
  itemId: string;
  history: readonly string[];
  weight: number;
  occurredAt: number;
}

/**
 * Live quality of the learner (Gama et al. 2013: test, then train), beside decayed popularity and
 * co-visitation, over a sample of events. In memory only: after a restart the window starts anew.
 */
export class Prequential {
  readonly #ids = new ItemIds();
  readonly #popularity = new Trending();
  readonly #coVisitation = new CoVisitation("co_visitation", symmetricCoVisitation);
  readonly #scores = new RowScores();
  readonly #recall = windows();
  readonly #reciprocal = windows();

  /** Predictions that a turn of so many events may make. */
  predictionsIn(events: number): number {
    const isEarly = this.#recall.learner.count < MIN_SAMPLES;
    return 1 + Math.floor(events / (isEarly ? EVENTS_PER_EARLY_PREDICTION : EVENTS_PER_PREDICTION));
  }

  /** Predicts an event with every model, before any has learnt it. */
  predict(event: Observation, learnerRank: number): void {
    this.#note("learner", learnerRank);
    this.#note("popularity", this.#rankBy(this.#popularity, event));
    this.#note("covisitation", this.#rankBy(this.#coVisitation, event));
  }

  /** Teaches the baselines. */
  observe(event: Observation): void {
    const { weight, occurredAt } = event;
    const row = this.#ids.ensure(event.itemId);
    this.#popularity.count({ row, categories: [], weight, occurredAt });
    this.#coVisitation.observe({ row, weight, at: occurredAt }, this.#queryOf(event));
  }

  /** Mean recall@20 and MRR@20 of each model over the window. */
  figures(): {
    samples: number;
    recallAt20: Record<Model, number>;
    mrrAt20: Record<Model, number>;
  } {
    return {
      samples: this.#recall.learner.count,
      recallAt20: means(this.#recall),
      mrrAt20: means(this.#reciprocal),
    };
  }

  /** The learner is worse than plain popularity over the window. */
  get isWorseThanPopularity(): boolean {
    const { learner, popularity } = this.#recall;
    return learner.count >= MIN_SAMPLES && learner.mean < popularity.mean;
  }

  /** The learner is at least as good as popularity, measured on enough events. */
  get isBetterThanPopularity(): boolean {
    return this.#recall.learner.count >= MIN_SAMPLES && !this.isWorseThanPopularity;
  }

  /** Forgets the figures, not the baselines: after the learner was set back. */
  restart(): void {
    Object.assign(this.#recall, windows());
    Object.assign(this.#reciprocal, windows());
  }

  #rankBy(source: Source, event: Observation): number {
    this.#scores.clear();
    source.score(this.#queryOf(event), this.#scores, DEPTH);
    return rankIn(this.#scores, this.#ids.rowOf(event.itemId));
  }

  #queryOf({ history, occurredAt }: Observation): Query {
    const recent = history.map((itemId) => this.#ids.ensure(itemId));
    return { recent, recentAt: [], earlier: [], now: occurredAt, session: -1 };
  }

  #note(model: Model, rank: number): void {
    this.#recall[model].add(recallAtK({ ranks: [rank], k: K }));
    this.#reciprocal[model].add(reciprocalRankAtK({ ranks: [rank], k: K }));
  }
}

/** The rank of a row among the best scored, ties against it; Infinity when it is not there. */
export function rankIn(scores: RowScores, row: number | undefined): number {
  const best = scores.top(DEPTH);
  if (row === undefined || !best.includes(row)) return Number.POSITIVE_INFINITY;
  return best.filter((other) => scores.get(other) >= scores.get(row)).length;
}

function windows(): Record<Model, WindowedMean> {
  return {
    learner: new WindowedMean(WINDOW),
    popularity: new WindowedMean(WINDOW),
    covisitation: new WindowedMean(WINDOW),
  };
}

function means(from: Record<Model, WindowedMean>): Record<Model, number> {
  return {
    learner: from.learner.mean,
    popularity: from.popularity.mean,
    covisitation: from.covisitation.mean,
  };
}
