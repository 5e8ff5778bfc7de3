import type { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import { RowScores } from "@slipstream/algorithms/engine/row-scores";
import type { BatchPlace } from "@slipstream/algorithms/engine/standard";
import { pessimisticRank } from "@slipstream/algorithms/metrics/rank";
import type { KeptBatchModel } from "../batch/batch-maker.ts";
import type { PredictedVisit } from "../blend/shop-blend.ts";
import { withBlend } from "../rank/rank-columns.ts";
import type { Ranker } from "../rank/ranker.ts";
import { KeptModelSource } from "../retrieve/kept-model-source.ts";
import type { ShopModel } from "../shop-model.ts";

/** Candidates that a source proposes at most: part of what it is asked when serving. */
const PER_SOURCE = 60;

/** What asks a model, by the rows that it answers in: prepared once, not for each visit. */
const sources = new WeakMap<ItemIds, WeakMap<KeptBatchModel, KeptModelSource>>();

function sourceOf(
  name: BatchPlace,
  { kept, ids }: { kept: KeptBatchModel; ids: ItemIds },
): KeptModelSource {
  const ofShop = sources.get(ids) ?? new WeakMap<KeptBatchModel, KeptModelSource>();
  sources.set(ids, ofShop);
  const slot = { current: { model: kept }, refresh: () => {} };
  const source = ofShop.get(kept) ?? new KeptModelSource(name, ids, slot);
  ofShop.set(kept, source);
  return source;
}

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
  ofBatch(name: BatchPlace, kept: KeptBatchModel): number {
    const { query, row } = this.#visit;
    const scores = new RowScores();
    sourceOf(name, { kept, ids: this.#model.ids }).score(query, scores);
    const best = scores.top(PER_SOURCE);
    return pessimisticRank(
      Float64Array.from(best, (each) => scores.get(each)),
      best.indexOf(row),
    );
  }
}
