import type { Query } from "@slipstream/algorithms/engine/query";
import type { RowScores } from "@slipstream/algorithms/engine/row-scores";
import type { Source } from "@slipstream/algorithms/engine/source";
import type { CatalogueView } from "../views/catalogue.ts";

/** New products, so that they can be found before anyone has. */
export class NewItems implements Source {
  readonly name = "new_items";
  readonly #catalogue: CatalogueView;

  constructor(catalogue: CatalogueView) {
    this.#catalogue = catalogue;
  }

  observe(): void {}

  score({ category }: Query, scores: RowScores, wanted: number): void {
    const rows = this.#catalogue.newest(category);
    for (let at = 0; at < Math.min(wanted, rows.length); at++) scores.set(rows[at]!, 1 / (at + 1));
  }
}
