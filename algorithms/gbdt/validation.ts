import { reciprocalRankAtK } from "../metrics/mrr.ts";
import { ndcgAtK } from "../metrics/ndcg.ts";
import { pessimisticRank } from "../metrics/rank.ts";
import { softmaxGradients } from "./listwise-softmax.ts";
import type { GbdtModel } from "./model.ts";
import { checkRankingData, type RankingData, RankingDataError, telling } from "./ranking-data.ts";

/** MRR@20 and NDCG@20 (any label above 0 is relevant) are better when higher, the loss when lower. */
export type RankingFigure = "mrr" | "ndcg" | "loss";

export interface HeldOut {
  data: RankingData;
  figure?: RankingFigure;
  /** Trees that may bring nothing better before the training ends. */
  patience?: number;
}

const CUT_OFF = 20;
const PATIENCE = 20;

/** A figure at `k` over all groups whose labels differ, ties counted against the model. */
export function rankingFigure(
  data: RankingData,
  scores: Float32Array,
  figure: RankingFigure,
  k = CUT_OFF,
): number {
  const groups = telling(data);
  if (figure === "loss") {
    const gradients = new Float32Array(scores.length);
    return softmaxGradients(data, scores, { groups, gradients, hessians: gradients.slice() });
  }
  const metric = figure === "mrr" ? reciprocalRankAtK : ndcgAtK;
  let sum = 0;
  for (const group of groups) {
    const first = data.groups[group]!;
    const own = scores.subarray(first, data.groups[group + 1]);
    const ranks: number[] = [];
    own.forEach((_, row) => {
      if (data.labels[first + row]! > 0) ranks.push(pessimisticRank(own, row));
    });
    sum += metric({ ranks, k });
  }
  return sum / groups.length;
}

/** Follows held-out groups while trees are added, to say when to stop. */
export class Validation {
  readonly #data: RankingData;
  readonly #figure: RankingFigure;
  readonly #patience: number;
  readonly #scores: Float32Array;
  #trees = 0;
  #best = Number.NEGATIVE_INFINITY;
  #bestTrees = 0;

  /** @throws RankingDataError when the data do not fit, or have no group with different labels. */
  constructor(
    { data, figure = "loss", patience = PATIENCE }: HeldOut,
    features: readonly string[],
  ) {
    checkRankingData(data);
    if (data.features.join("\n") !== features.join("\n")) {
      const message = "the held-out groups have other features";
      throw new RankingDataError("ranking_shape_differs", message);
    }
    if (telling(data).length === 0) {
      const message = "no held-out group has rows with different labels";
      throw new RankingDataError("ranking_nothing_to_learn", message);
    }
    this.#data = data;
    this.#figure = figure;
    this.#patience = patience;
    this.#scores = new Float32Array(data.labels.length);
  }

  /** Counts a tree in; returns the figure with it. */
  add(tree: GbdtModel): number {
    tree.addTo(this.#scores, this.#data.values);
    this.#trees++;
    const figure = rankingFigure(this.#data, this.#scores, this.#figure);
    const quality = this.#figure === "loss" ? -figure : figure;
    if (quality > this.#best) {
      this.#best = quality;
      this.#bestTrees = this.#trees;
    }
    return figure;
  }

  get bestTrees(): number {
    return this.#bestTrees;
  }

  get isOver(): boolean {
    return this.#trees - this.#bestTrees >= this.#patience;
  }
}
