import type { Random } from "../random.ts";

/** Draws rows in proportion to fixed weights in constant time: Vose's alias method (IEEE TSE 1991). */
export class AliasSampler {
  /** Of each row the probability with which one draw gives it. */
  readonly probabilities: Float64Array;
  readonly #threshold: Float64Array;
  readonly #alias: Int32Array;

  /** Weights from 0 up; all alike where none is above 0. At least one row. */
  constructor(weights: Float64Array) {
    const count = weights.length;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.probabilities = weights.map((weight) => (total > 0 ? weight / total : 1 / count));
    this.#threshold = this.probabilities.map((probability) => probability * count);
    this.#alias = Int32Array.from({ length: count }, (_, row) => row);
    const small: number[] = [];
    const large: number[] = [];
    for (let row = 0; row < count; row++) (this.#threshold[row]! < 1 ? small : large).push(row);
    while (small.length > 0 && large.length > 0) {
      const low = small.pop()!;
      const high = large.pop()!;
      this.#alias[low] = high;
      this.#threshold[high] = this.#threshold[high]! + this.#threshold[low]! - 1;
      (this.#threshold[high]! < 1 ? small : large).push(high);
    }
    // What is left over is 1 but for rounding.
    for (const row of [...small, ...large]) this.#threshold[row] = 1;
  }

  draw(random: Random): number {
    const place = random.unit() * this.#alias.length;
    const row = Math.floor(place);
    return place - row < this.#threshold[row]! ? row : this.#alias[row]!;
  }
}
