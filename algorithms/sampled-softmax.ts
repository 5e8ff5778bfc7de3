import { fastExp } from "./fast-exp.ts";

/**
 * The softmax over one positive and a few sampled negatives: scores in, gradients of
 * −log p(positive) with respect to the scores out (their negative, so that adding them learns).
 * Buffers are reused from example to example.
 */
export class SampledSoftmax {
  /** The positive, then the negatives as they were added: `count` of them. */
  readonly rows: Int32Array;
  /** Of each row its score, to be set before `weigh`; afterwards its coefficient. */
  readonly values: Float64Array;
  readonly #order: Int32Array;
  #count = 0;

  /** Room for one positive and `draws` negatives. */
  constructor(draws: number) {
    this.rows = new Int32Array(draws + 1);
    this.values = new Float64Array(draws + 1);
    this.#order = new Int32Array(draws + 1);
  }

  get count(): number {
    return this.#count;
  }

  begin(positiveRow: number): void {
    this.#count = 0;
    this.add(positiveRow);
  }

  add(row: number): void {
    this.rows[this.#count++] = row;
  }

  /** Turns scores into coefficients: 1 − p for the positive, −p for negatives. Returns the loss. */
  weigh(): number {
    const { values } = this;
    const count = this.#count;
    let highest = values[0]!;
    for (let at = 1; at < count; at++) if (values[at]! > highest) highest = values[at]!;
    const margin = values[0]! - highest;
    let total = 0;
    for (let at = 0; at < count; at++) {
      const value = fastExp(values[at]! - highest);
      values[at] = value;
      total += value;
    }
    const scale = -1 / total;
    for (let at = 0; at < count; at++) values[at] = scale * values[at]!;
    values[0] = values[0]! + 1;
    // Of one that is certain the exponentials sum to a hair below 1.
    return Math.max(0, Math.log(total) - margin);
  }

  /** After `weigh`: how far the positive is from certain. */
  get positiveCoefficient(): number {
    return this.values[0]!;
  }

  /** After `weigh`: the positive, then the `limit` negatives of highest probability. */
  forEachHardest(limit: number, visit: (row: number, coefficient: number) => void): void {
    const { rows, values } = this;
    const order = this.#order;
    visit(rows[0]!, values[0]!);
    // Insertion into the few that are kept: a sort with a comparator costs several times as much.
    let kept = 0;
    for (let at = 1; at < this.#count && limit > 0; at++) {
      const value = values[at]!;
      if (kept === limit && !(values[order[kept - 1]!]! > value)) continue;
      let place = kept < limit ? kept++ : kept - 1;
      for (; place > 0 && values[order[place - 1]!]! > value; place--) {
        order[place] = order[place - 1]!;
      }
      order[place] = at;
    }
    for (let place = 0; place < kept; place++) visit(rows[order[place]!]!, values[order[place]!]!);
  }
}
