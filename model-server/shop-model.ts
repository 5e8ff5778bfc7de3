import { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import type { BatchPlace, StandardEngine } from "@slipstream/algorithms/engine/standard";
import { Trending } from "@slipstream/algorithms/sources/trending";
import type { KeptBatchModel } from "./batch/batch-maker.ts";
import type { ItemIndexOptions } from "./index/item-index.ts";
import { MapOfShop } from "./map/shop-map.ts";
import { Rankers } from "./rank/rankers.ts";
import { type ArmChoice, ArmSlot } from "./registry/arm-slot.ts";
import type { TrainedSlots } from "./registry/trained-models.ts";
import { servingEngine } from "./retrieve/serving-engine.ts";
import { RulesView } from "./rules/rules-view.ts";
import { SwitchesView } from "./rules/switches-view.ts";
import { Verdicts } from "./rules/verdicts.ts";
import { BasketsView } from "./views/baskets.ts";
import { CatalogueView } from "./views/catalogue.ts";
import { FactorsView } from "./views/factors.ts";
import { StepsView } from "./views/steps.ts";

/**
 * Everything that the model server knows of one shop. Items are rows of `ids` in all of it: their
 * strings come in with steps and requests, and go out with answers.
 */
export class ShopModel {
  readonly shop: string;
  readonly ids = new ItemIds();
  readonly catalogue = new CatalogueView(this.ids);
  readonly baskets = new BasketsView(this.ids);
  readonly trending = new Trending();
  readonly factors: FactorsView;
  readonly engine: StandardEngine;
  readonly steps: StepsView;
  readonly rankers: Rankers;
  readonly rules = new RulesView();
  readonly verdicts = new Verdicts();
  readonly switches = new SwitchesView();
  readonly map = new MapOfShop(this);
  readonly batch: ReadonlyMap<BatchPlace, ArmSlot<KeptBatchModel>>;
  readonly #trained: TrainedSlots;

  constructor(shop: string, indexOptions: ItemIndexOptions = {}, trained: TrainedSlots = {}) {
    this.shop = shop;
    this.#trained = trained;
    this.rankers = new Rankers(trained.ranker);
    this.factors = new FactorsView(this.ids, indexOptions);
    this.batch = new Map(
      [...(trained.batch ?? [])].map(([name, slot]) => [name, new ArmSlot(slot)]),
    );
    this.engine = servingEngine(this, this.batch);
    const { ids, engine, trending, baskets, catalogue } = this;
    const categoriesAt = (row: number) => catalogue.categoriesAt(row);
    this.steps = new StepsView({ ids, engine, trending, baskets, categoriesAt });
  }

  /** Whose batch models sources go by from now on: called right before they are asked. */
  chooseBatchFor(visitor: string | undefined): Map<BatchPlace, ArmChoice<KeptBatchModel>> {
    return new Map([...this.batch].map(([name, slot]) => [name, slot.chooseFor(visitor)]));
  }

  /** The registry's stages changed: the slots see what it says now. */
  refreshTrained(): void {
    const { ranker, batch } = this.#trained;
    ranker?.refresh();
    for (const slot of batch?.values() ?? []) slot.refresh();
  }

  close(): void {
    this.factors.close();
  }
}
