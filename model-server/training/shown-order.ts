import { SHOWN } from "./shown-lists.ts";

/** The head of a list, by scores: what would be shown. One is made, and used for every answer. */
export class ShownOrder {
  readonly #rows = new Int32Array(SHOWN);
  readonly #scores = new Float64Array(SHOWN);

  /** The rows of the highest scores, best first, ties as they come. Overwritten by the next call. */
  best(rows: Int32Array, scores: ArrayLike<number>): Int32Array {
    let size = 0;
    for (let at = 0; at < rows.length; at++) {
      const score = scores[at]!;
      if (size === SHOWN && !(score > this.#scores[SHOWN - 1]!)) continue;
      let place = size < SHOWN ? size++ : SHOWN - 1;
      for (; place > 0 && score > this.#scores[place - 1]!; place--) {
        this.#scores[place] = this.#scores[place - 1]!;
        this.#rows[place] = this.#rows[place - 1]!;
      }
      this.#scores[place] = score;
      this.#rows[place] = rows[at]!;
    }
    return this.#rows.subarray(0, size);
  }
}
