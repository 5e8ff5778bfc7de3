import type { Candidate } from "@slipstream/algorithms/candidate";
import { CoVisitation, symmetricCoVisitation } from "@slipstream/algorithms/co-visitation";
import { reciprocalRankAtK } from "@slipstream/algorithms/metrics/mrr";
import { recallAtK } from "@slipstream/algorithms/metrics/recall-at-k";
import { WindowedMean } from "@slipstream/algorithms/metrics/windowed";
import { Trending } from "@slipstream/algorithms/trending";

/** Predictions that the live figures are taken over. */
const WINDOW = 2_000;
/** Predictions before the figures are compared. */
const MIN_SAMPLES = 500;
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
  readonly #popularity = new Trending();
  readonly #coVisitation = new CoVisitation(symmetricCoVisitation);
  readonly #recall = windows();
  readonly #reciprocal = windows();
  #events = 0;

  /** Predicts an event with every model, before any has learnt it. */
  predict(event: Observation, learnerRank: number): void {
    const popular = this.#popularity.query(DEPTH, { at: event.occurredAt });
    const visited = this.#coVisitation.query(event.history, DEPTH);
    this.#note("learner", learnerRank);
    this.#note("popularity", rankIn(popular, event.itemId));
    this.#note("covisitation", rankIn(visited, event.itemId));
  }

  /** Teaches the baselines. */
  observe({ itemId, history, weight, occurredAt }: Observation): void {
    this.#popularity.observe({ itemId, categories: [], weight, occurredAt });
    const eventIndex = ++this.#events;
    this.#coVisitation.observe({ visitorHistory: history, itemId, weight, eventIndex });
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

  #note(model: Model, rank: number): void {
    this.#recall[model].add(recallAtK({ ranks: [rank], k: K }));
    this.#reciprocal[model].add(reciprocalRankAtK({ ranks: [rank], k: K }));
  }
}

/** The rank of an item in a list, ties against it; Infinity when it is not there. */
export function rankIn(candidates: readonly Candidate[], itemId: string): number {
  const own = candidates.find((candidate) => candidate.itemId === itemId);
  if (own === undefined) return Number.POSITIVE_INFINITY;
  return candidates.filter((candidate) => candidate.score >= own.score).length;
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
