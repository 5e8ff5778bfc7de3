import type { ItemTable } from "./item-table.ts";
import { addScaled, clipNorm } from "./sampled-softmax.ts";
import { SESSION_SCALE, SESSION_STEP_DECAY } from "./session-vector.ts";

/** Earlier items that one example learns from; their input vectors change. */
export const MAX_HISTORY = 8;
/** Items may cancel each other out; the way back divides by no less than this. */
const MIN_SESSION_NORM = 0.05;

/**
 * The query of one example, q = u + κŝ with ŝ = s / |s| and s = Σ_g ρ^g a(item at gap g): what
 * `stepSession` and `queryVector` make of items that come without a pause and with weight 1. Keeps
 * what the way back through the normalisation needs. Buffers are reused.
 */
export class HistoryQuery {
  readonly query: Float64Array;
  readonly #table: ItemTable;
  readonly #session: Float64Array;
  readonly #rows = new Int32Array(MAX_HISTORY);
  readonly #gaps = new Int32Array(MAX_HISTORY);
  #count = 0;
  #norm = 0;

  constructor(table: ItemTable) {
    this.#table = table;
    this.#session = new Float64Array(table.dims);
    this.query = new Float64Array(table.dims);
  }

  /** Known rows of the history that `form` was given. */
  get rows(): Int32Array {
    return this.#rows.subarray(0, this.#count);
  }

  /** Sets `query` for a user's factor and items, newest first; unknown items are passed over. */
  form(userFactor: Float32Array, history: readonly string[]): void {
    this.#session.fill(0);
    this.#count = 0;
    for (let gap = 0; gap < Math.min(MAX_HISTORY, history.length); gap++) {
      const row = this.#table.rowOf(history[gap]!);
      if (row === undefined) continue;
      this.#rows[this.#count] = row;
      this.#gaps[this.#count++] = gap;
      addScaled({
        factor: SESSION_STEP_DECAY ** gap,
        source: this.#table.inputs,
        at: row * this.#table.dims,
        target: this.#session,
      });
    }
    let squares = 0;
    for (const value of this.#session) squares += value * value;
    this.#norm = Math.sqrt(squares);
    for (let d = 0; d < this.query.length; d++) {
      const share = this.#norm > 0 ? this.#session[d]! / this.#norm : 0;
      this.#session[d] = share;
      this.query[d] = userFactor[d]! + SESSION_SCALE * share;
    }
  }

  /**
   * Moves the history's input vectors along `gradient` = d score / d q:
   * d q / d a_g = κ ρ^g (I − ŝŝᵀ) / |s|. `shrink`: pull to zero per unit of `rate`.
   */
  moveInputs(options: {
    gradient: Float64Array;
    rate: number;
    shrink: number;
    maxNorm: number;
  }): void {
    const { gradient, rate, shrink, maxNorm } = options;
    if (!(this.#norm > 0)) return;
    const { inputs, dims } = this.#table;
    let along = 0;
    for (let d = 0; d < dims; d++) along += gradient[d]! * this.#session[d]!;
    for (let index = 0; index < this.#count; index++) {
      const at = this.#rows[index]! * dims;
      const share = SESSION_STEP_DECAY ** this.#gaps[index]!;
      const factor = (share * SESSION_SCALE) / Math.max(this.#norm, MIN_SESSION_NORM);
      for (let d = 0; d < dims; d++) {
        const across = gradient[d]! - along * this.#session[d]!;
        const value = inputs[at + d]!;
        inputs[at + d] = value + rate * (factor * across - shrink * share * value);
      }
      clipNorm(inputs, at, dims, maxNorm);
    }
  }
}
