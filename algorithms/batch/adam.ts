/** Adam's own settings (Kingma & Ba, ICLR 2015, algorithm 1). */
const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const EPSILON = 1e-8;

export interface AdamOptions {
  rate: number;
  /** Share of a number that is taken off beside each full step (AdamW, Loshchilov & Hutter 2019). */
  decay?: number;
}

/**
 * Adam on a table of rows of which few have a gradient at a time: the moments of a row change only
 * when it has one ("lazy"), while the correction for their start at 0 counts every step.
 */
export class Adam {
  readonly #values: Float32Array;
  readonly #dims: number;
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  readonly #rate: number;
  readonly #decay: number;
  #firstPower = 1;
  #secondPower = 1;
  #step = 0;
  #shrink = 1;
  #epsilon = 0;

  /** `values` are changed in place, `dims` to a row. */
  constructor(values: Float32Array, dims: number, { rate, decay = 0 }: AdamOptions) {
    this.#values = values;
    this.#dims = dims;
    this.#first = new Float32Array(values.length);
    this.#second = new Float32Array(values.length);
    this.#rate = rate;
    this.#decay = decay;
  }

  /** Begins a step of all rows that `update` will name; `share` scales the rate. */
  begin(share = 1): void {
    this.#firstPower *= FIRST_DECAY;
    this.#secondPower *= SECOND_DECAY;
    const correction = Math.sqrt(1 - this.#secondPower);
    this.#step = (this.#rate * share * correction) / (1 - this.#firstPower);
    this.#epsilon = EPSILON * correction;
    this.#shrink = 1 - this.#rate * share * this.#decay;
  }

  /** Moves one row against `dims` numbers of `gradient` from `at`. */
  update(row: number, gradient: Float32Array, at: number): void {
    const values = this.#values;
    const first = this.#first;
    const second = this.#second;
    const [step, epsilon, shrink] = [this.#step, this.#epsilon, this.#shrink];
    const from = row * this.#dims;
    const end = from + this.#dims;
    for (let to = from, source = at; to < end; to++, source++) {
      const slope = gradient[source]!;
      const m = FIRST_DECAY * first[to]! + (1 - FIRST_DECAY) * slope;
      const v = SECOND_DECAY * second[to]! + (1 - SECOND_DECAY) * slope * slope;
      first[to] = m;
      second[to] = v;
      values[to] = values[to]! * shrink - (step * m) / (Math.sqrt(v) + epsilon);
    }
  }

  /** Moves every row. */
  updateAll(gradient: Float32Array): void {
    for (let row = 0; row * this.#dims < this.#values.length; row++) {
      this.update(row, gradient, row * this.#dims);
    }
  }
}
