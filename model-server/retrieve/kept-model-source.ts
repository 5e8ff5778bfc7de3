import type { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import type { Query } from "@slipstream/algorithms/engine/query";
import { RowScores } from "@slipstream/algorithms/engine/row-scores";
import type { Source } from "@slipstream/algorithms/engine/source";
import { BatchModelSource } from "@slipstream/algorithms/sources/batch-model";
import type { KeptBatchModel } from "../batch/batch-maker.ts";
import { RowMap } from "../batch/row-map.ts";
import type { ServedSlot } from "../registry/served-slot.ts";

/** A model of the slot with what it is read by: made and replaced together. */
interface Place {
  kept: KeptBatchModel;
  source: BatchModelSource;
  rows: RowMap;
}

/** What a slot's batch model says, in the shop's rows; silent while the slot is empty. */
export class KeptModelSource implements Source {
  readonly name: string;
  readonly #ids: ItemIds;
  readonly #slot: ServedSlot<KeptBatchModel>;
  readonly #scores = new RowScores();
  /** A canary and the champion take turns: each is prepared once. */
  readonly #places = new WeakMap<KeptBatchModel, Place>();
  #place: Place | undefined;
  /** The history in the model's rows; undefined where it knows nothing of it. */
  #asked: Query | undefined;

  constructor(name: string, ids: ItemIds, slot: ServedSlot<KeptBatchModel>) {
    this.name = name;
    this.#ids = ids;
    this.#slot = slot;
  }

  observe(): void {}

  score(query: Query, scores: RowScores): void {
    this.#follow();
    this.#asked = this.#place && inRowsOf(this.#place.rows, query);
    if (this.#place === undefined || this.#asked === undefined) return;
    const { source, rows } = this.#place;
    this.#scores.clear();
    source.score(this.#asked, this.#scores);
    for (let place = 0; place < this.#scores.size; place++) {
      const row = this.#scores.rowAt(place);
      const shopRow = rows.shopRowOf(row);
      if (shopRow >= 0) scores.set(shopRow, this.#scores.get(row));
    }
  }

  /** Of the history that `score` was asked of last; NaN for an item that the model does not know. */
  scoreOf(_query: Query, row: number): number {
    const modelRow = this.#place?.rows.modelRowOf(row) ?? -1;
    if (this.#place === undefined || this.#asked === undefined || modelRow < 0) return Number.NaN;
    return this.#place.source.scoreOf(this.#asked, modelRow);
  }

  /** Takes what the slot has now; one assignment, so that model and rows are never of two. */
  #follow(): void {
    const kept = this.#slot.current?.model;
    if (kept === this.#place?.kept) return;
    this.#place = kept && (this.#places.get(kept) ?? this.#placeOf(kept));
    if (this.#place !== undefined) this.#places.set(this.#place.kept, this.#place);
  }

  #placeOf(kept: KeptBatchModel): Place {
    const source = new BatchModelSource(this.name);
    source.use(kept.model, kept.itemIds.length);
    return { kept, source, rows: new RowMap(this.#ids, kept.itemIds) };
  }
}

function inRowsOf(rows: RowMap, query: Query): Query | undefined {
  const modelRowOf = (row: number) => rows.modelRowOf(row);
  const recent = query.recent.map(modelRowOf);
  const earlier = query.earlier.map(modelRowOf);
  const knowsSome = recent.some((row) => row >= 0) || earlier.some((row) => row >= 0);
  return knowsSome ? { ...query, recent, earlier } : undefined;
}
