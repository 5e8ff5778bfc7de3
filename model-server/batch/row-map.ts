import type { ItemIds } from "@slipstream/algorithms/engine/item-ids";

/**
 * Rows of a trained model and of the shop, each to the other. A model counts items by the log that it
 * learnt from, the shop by first mention: whatever the shop comes to know is mapped when it is asked.
 */
export class RowMap {
  readonly #ids: ItemIds;
  readonly #modelRows: ReadonlyMap<string, number>;
  readonly #toShop: Int32Array;
  readonly #toModel: number[] = [];

  /** `itemIds`: the model's, in order of its rows. */
  constructor(ids: ItemIds, itemIds: readonly string[]) {
    this.#ids = ids;
    this.#modelRows = new Map(itemIds.map((itemId, row) => [itemId, row]));
    this.#toShop = new Int32Array(itemIds.length).fill(-1);
  }

  /** The model's row of an item of the shop; −1 for one that the model does not know. */
  modelRowOf(shopRow: number): number {
    this.#follow();
    return this.#toModel[shopRow] ?? -1;
  }

  /** The shop's row of an item of the model; −1 for one that the shop does not know. */
  shopRowOf(modelRow: number): number {
    this.#follow();
    return this.#toShop[modelRow] ?? -1;
  }

  #follow(): void {
    for (let row = this.#toModel.length; row < this.#ids.size; row++) {
      const modelRow = this.#modelRows.get(this.#ids.idOf(row)) ?? -1;
      this.#toModel.push(modelRow);
      if (modelRow >= 0) this.#toShop[modelRow] = row;
    }
  }
}
