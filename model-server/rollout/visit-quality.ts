import { setImmediate as yieldToLoop } from "node:timers/promises";
import { reciprocalRankAtK } from "@slipstream/algorithms/metrics/mrr";
import type { KeptBatchModel } from "../batch/batch-maker.ts";
import type { PredictedVisit } from "../blend/shop-blend.ts";
import type { Ranker } from "../rank/ranker.ts";
import type { LoadedStage, Staged } from "../registry/served-slot.ts";
import type { ShopModel } from "../shop-model.ts";
import type { FiguresBook } from "./figures-book.ts";
import {
  challengerStages,
  figuresOf,
  type ModelName,
  modelNames,
  RANKER,
  stagedOf,
} from "./participants.ts";
import { VisitRanks } from "./visit-ranks.ts";

const K = 20;
/** Visits being ranked at a time; further ones are passed over. */
const MAX_AT_ONCE = 4;

/**
 * How well each trained model knew what came next (prequential: predicted, then learnt; Gama et al.
 * 2013): champions beside the blend, those that are tried out beside the champion. By all visits, not
 * only by those that some list led to, since what is shown is pressed.
 */
export class VisitQuality {
  readonly #book: FiguresBook;
  readonly #onError: (error: unknown) => void;
  #atOnce = 0;

  constructor(options: { book: FiguresBook; onError: (error: unknown) => void }) {
    this.#book = options.book;
    this.#onError = options.onError;
  }

  /** Takes a visit that was just predicted; the sources may learn it while this goes on. */
  note(model: ShopModel, visit: PredictedVisit): void {
    if (this.#atOnce >= MAX_AT_ONCE) return;
    this.#atOnce++;
    const ranks = new VisitRanks(model, visit);
    void this.#noteAll(model, ranks)
      .catch(this.#onError)
      .finally(() => this.#atOnce--);
  }

  /** One name after the other: each may score a whole catalogue, and requests wait meanwhile. */
  async #noteAll(model: ShopModel, ranks: VisitRanks): Promise<void> {
    for (const name of modelNames) {
      if (await this.#noteName(model, name, ranks)) await yieldToLoop();
    }
  }

  /** Answers whether there was anything to rank. */
  async #noteName(model: ShopModel, name: ModelName, ranks: VisitRanks): Promise<boolean> {
    const champion = stagedOf(model, name, "champion");
    const stages = challengerStages(model, name);
    // A batch champion is judged by nobody as long as none is tried out beside it.
    if (stages.length === 0 && (name !== RANKER || champion === undefined)) return false;
    const none = name === RANKER ? ranks.ofBlend() : Number.POSITIVE_INFINITY;
    // One that fails has not known.
    const rankOf = async (staged: unknown) => {
      try {
        if (name !== RANKER) return ranks.ofBatch(name, staged as KeptBatchModel);
        return await ranks.ofRanker(staged as Ranker);
      } catch (error) {
        this.#onError(error);
        return Number.POSITIVE_INFINITY;
      }
    };
    const best = champion === undefined ? none : await rankOf(champion.model);
    if (champion !== undefined) {
      this.#add(model, { name, stage: "champion", staged: champion }, { rank: best, beside: none });
    }
    for (const stage of stages) {
      const staged = stagedOf(model, name, stage);
      if (staged === undefined) continue;
      const rank = await rankOf(staged.model);
      this.#add(model, { name, stage, staged }, { rank, beside: best });
    }
    return true;
  }

  #add(
    model: ShopModel,
    { name, stage, staged }: { name: ModelName; stage: LoadedStage; staged: Staged<unknown> },
    { rank, beside }: { rank: number; beside: number },
  ): void {
    const own = reciprocalRankAtK({ ranks: [rank], k: K });
    const other = reciprocalRankAtK({ ranks: [beside], k: K });
    this.#book.add(figuresOf(model.shop, name, stage, staged), (figures) => {
      figures.predicted++;
      figures.reciprocal += own;
      figures.recalled += Number(own > 0);
      figures.championReciprocal += other;
      figures.championRecalled += Number(other > 0);
      figures.differenceSquares += (other - own) ** 2;
    });
  }
}
