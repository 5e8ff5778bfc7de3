import type { ItemIndexOptions } from "./index/item-index.ts";
import { Rankers } from "./rank/rankers.ts";
import { RulesView } from "./rules/rules-view.ts";
import { SwitchesView } from "./rules/switches-view.ts";
import { CatalogueView } from "./views/catalogue.ts";
import { FactorsView } from "./views/factors.ts";
import { StepsView } from "./views/steps.ts";

/** Everything that the model server knows of one shop. */
export class ShopModel {
  readonly shop: string;
  readonly catalogue = new CatalogueView();
  readonly factors: FactorsView;
  readonly steps: StepsView;
  readonly rankers = new Rankers();
  readonly rules = new RulesView();
  readonly switches = new SwitchesView();

  constructor(shop: string, indexOptions: ItemIndexOptions = {}) {
    this.shop = shop;
    this.factors = new FactorsView(indexOptions);
    this.steps = new StepsView((itemId) => this.catalogue.categoriesOf(itemId));
  }

  close(): void {
    this.factors.close();
  }
}
