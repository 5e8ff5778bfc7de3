import type { CoVisitation } from "@slipstream/algorithms/sources/co-visitation";

/** Items of a list that are looked at. */
export const SHOWN = 20;
/** One list in this many has its pairs of items compared: a mean needs no more. */
const COMPARES_ONE_IN = 16;

/** What the lists of one model are like, beside whether they hit. */
export interface ListFigures {
  /** Share of the catalogue that was shown to anyone. */
  coverage: number;
  /** Mean popularity of what was shown, as a share of the most popular item's. */
  popularity: number;
  /** Mean distance between two items of a list: 1 − cosine over visitors; of one list in sixteen. */
  diversity: number;
}

/** Gathers the lists of one model. */
export class ShownLists {
  readonly #near: CoVisitation;
  readonly #shown = new Set<number>();
  #lists = 0;
  #popularity = 0;
  #items = 0;
  #distance = 0;
  #pairs = 0;

  /** `near`: who was where, for likeness and popularity. */
  constructor(near: CoVisitation) {
    this.#near = near;
  }

  /** Takes a list, best first. `most`: the weight of the most popular item. */
  add(rows: Int32Array, most: number): void {
    const list = rows.subarray(0, SHOWN);
    const compares = this.#lists++ % COMPARES_ONE_IN === 0;
    list.forEach((row, place) => {
      this.#shown.add(row);
      this.#popularity += most > 0 ? this.#near.weightOf(row) / most : 0;
      this.#items++;
      if (!compares) return;
      for (const other of list.subarray(place + 1)) {
        this.#distance += 1 - this.#likeness(row, other);
        this.#pairs++;
      }
    });
  }

  figures(catalogueSize: number): ListFigures {
    return {
      coverage: catalogueSize > 0 ? this.#shown.size / catalogueSize : 0,
      popularity: this.#items > 0 ? this.#popularity / this.#items : 0,
      diversity: this.#pairs > 0 ? this.#distance / this.#pairs : 0,
    };
  }

  #likeness(row: number, other: number): number {
    const scale = Math.sqrt(this.#near.weightOf(row) * this.#near.weightOf(other));
    return scale > 0 ? Math.min(1, this.#near.pairWeight(row, other) / scale) : 0;
  }
}
