/**
 * The mean of the last `window` values: live prequential metrics (Gama, Sebastião & Rodrigues
 * 2013, sliding-window estimator). NaN counts as 0, a miss. The sum is taken anew at every turn
 * of the ring, so that rounding does not drift.
 */
export class WindowedMean {
  readonly #values: Float64Array;
  #next = 0;
  #filled = 0;
  #sum = 0;

  /** @throws RangeError when `window` is not a positive integer. */
  constructor(window: number) {
    if (!Number.isInteger(window) || window < 1) {
      throw new RangeError(`a window is a positive integer, not ${window}`);
    }
    this.#values = new Float64Array(window);
  }

  add(value: number): void {
    const counted = Number.isNaN(value) ? 0 : value;
    this.#sum += counted - this.#values[this.#next]!;
    this.#values[this.#next] = counted;
    this.#filled = Math.min(this.#filled + 1, this.#values.length);
    this.#next = (this.#next + 1) % this.#values.length;
    if (this.#next === 0) this.#sum = this.#values.reduce((sum, each) => sum + each, 0);
  }

  /** Mean of what the window holds; 0 when it is empty. */
  get mean(): number {
    return this.#filled === 0 ? 0 : this.#sum / this.#filled;
  }

  /** How many values the window holds, at most its length. */
  get count(): number {
    return this.#filled;
  }

  /** True once as many values have come as the window holds. */
  get full(): boolean {
    return this.#filled === this.#values.length;
  }
}
