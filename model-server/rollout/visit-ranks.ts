import { RowScores } from "@slipstream/algorithms/engine/row-scores";
import { pessimisticRank } from "@slipstream/algorithms/metrics/rank";
import type { KeptBatchModel, ServedBatchName } from "../batch/batch-maker.ts";
import type { PredictedVisit } from "../blend/shop-blend.ts";
import { withBlend } from "../rank/rank-columns.ts";
import type { Ranker } from "../rank/ranker.ts";
import { KeptModelSource } from "../retrieve/kept-model-source.ts";
import type { ShopModel } from "../shop-model.ts";

/** Candidates that a source proposes at most: part of what it is asked when serving. */
const PER_SOURCE = 60;

/** The rank that a trained model gives to the visit that came next; Infinity for a miss. */
export class VisitRanks {
  readonly #model: ShopModel;
  readonly #visit: PredictedVisit;
  readonly #blend: Float64Array;

  constructor(model: ShopModel, visit: PredictedVisit) {
    this.#model = model;
    this.#visit = visit;
    const asked = { request: { placement: "home_for_you" as const }, isOfSession: true };
    this.#blend = model.rankers.blendFor(asked).score(visit.table, visit.query);
  }

  ofBlend(): number {
    return pessimisticRank(this.#blend, this.#visit.chosen);
  }

  /** Among the candidates of all sources. */
  async ofRanker(ranker: Ranker): Promise<number> {
    const { table, query, chosen } = this.#visit;
    const scores = await ranker.score(withBlend(table, this.#blend), query);
    return pessimisticRank(scores, chosen);
  }

  /** Among what the model itself proposes. */
  ofBatch(name: ServedBatchName, kept: KeptBatchModel): number {
    const { query, row } = this.#visit;
    const slot = { current: { model: kept }, refresh: () => {} };
    const scores = new RowScores();
    new KeptModelSource(name, this.#model.ids, slot).score(query, scores);
    const best = scores.top(PER_SOURCE);
    return pessimisticRank(
      Float64Array.from(best, (each) => scores.get(each)),
      best.indexOf(row),
    );
  }
}
