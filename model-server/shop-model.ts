import { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import type { StandardEngine } from "@slipstream/algorithms/engine/standard";
import { Trending } from "@slipstream/algorithms/sources/trending";
import type { ItemIndexOptions } from "./index/item-index.ts";
import type { RankerSlot } from "./rank/ranker-slot.ts";
import { Rankers } from "./rank/rankers.ts";
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

  constructor(shop: string, indexOptions: ItemIndexOptions = {}, trained?: RankerSlot) {
    this.shop = shop;
    this.rankers = new Rankers(trained);
    this.factors = new FactorsView(this.ids, indexOptions);
    this.engine = servingEngine(this);
    const { ids, engine, trending, baskets, catalogue } = this;
    const categoriesAt = (row: number) => catalogue.categoriesAt(row);
    this.steps = new StepsView({ ids, engine, trending, baskets, categoriesAt });
  }

  close(): void {
    this.factors.close();
  }
}
