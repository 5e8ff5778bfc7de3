import type { ItemTable } from "./item-table.ts";
import { SESSION_SCALE, SESSION_STEP_DECAY } from "./session-vector.ts";

/** Earlier items that one example learns from; their input vectors change. */
export const MAX_HISTORY = 8;
/** Items may cancel each other out; the way back divides by no less than this. */
const MIN_SESSION_NORM = 0.05;
/** ρ^g, by gap. */
const shares = Array.from({ length: MAX_HISTORY }, (_, gap) => SESSION_STEP_DECAY ** gap);

/**
 * The query of one example, q = u + κŝ with ŝ = s / |s| and s = Σ_g ρ^g a(item at gap g): what
 * `stepSession` and `queryVector` make of items that come without a pause and with weight 1. Keeps
 * what the way back through the normalisation needs. Buffers are reused.
 */
export class HistoryQuery {
  /** Of the table's vectors. */
  readonly query: number;
  readonly #table: ItemTable;
  readonly #session: number;
  readonly #rows = new Int32Array(MAX_HISTORY);
  readonly #gaps = new Int32Array(MAX_HISTORY);
  #count = 0;
  #norm = 0;

  constructor(table: ItemTable) {
    this.#table = table;
    this.#session = table.takeWorkVector();
    this.query = table.takeWorkVector();
  }

  /** The known rows of the history that `form` was given. */
  forEachRow(visit: (row: number) => void): void {
    for (let at = 0; at < this.#count; at++) visit(this.#rows[at]!);
  }

  /** Sets `query` for a user's factor and items, newest first; unknown items are passed over. */
  form(userFactor: Float32Array, history: readonly string[]): void {
    const { vectors } = this.#table;
    const { list, numbers } = vectors;
    this.#count = 0;
    for (let gap = 0; gap < Math.min(MAX_HISTORY, history.length); gap++) {
      const row = this.#table.rowOf(history[gap]!);
      if (row === undefined) continue;
      list[this.#count] = this.#table.inputOf(row);
      numbers[this.#count] = shares[gap]!;
      this.#rows[this.#count] = row;
      this.#gaps[this.#count++] = gap;
    }
    const [session, query] = [this.#session, this.query];
    vectors.sum(this.#count, session);
    this.#norm = Math.sqrt(vectors.dot(session, session));
    vectors.put(query, userFactor);
    if (!(this.#norm > 0)) return;
    vectors.move({ into: session, from: session, keep: 1 / this.#norm, factor: 0 });
    vectors.move({ into: query, from: session, keep: 1, factor: SESSION_SCALE });
  }

  /**
   * Moves the history's input vectors along `gradient` = d score / d q, which it uses up:
   * d q / d a_g = κ ρ^g (I − ŝŝᵀ) / |s|. `shrink`: pull to zero per unit of `rate`.
   */
  moveInputs(options: { gradient: number; rate: number; shrink: number; maxNorm: number }): void {
    const { gradient, rate, shrink, maxNorm } = options;
    if (!(this.#norm > 0)) return;
    const { vectors } = this.#table;
    const along = vectors.dot(gradient, this.#session);
    vectors.move({ into: gradient, from: this.#session, keep: 1, factor: -along });
    const perStep = SESSION_SCALE / Math.max(this.#norm, MIN_SESSION_NORM);
    for (let index = 0; index < this.#count; index++) {
      const into = this.#table.inputOf(this.#rows[index]!);
      const step = rate * shares[this.#gaps[index]!]!;
      const [keep, factor] = [1 - shrink * step, perStep * step];
      vectors.move({ into, from: gradient, keep, factor, limit: maxNorm });
    }
  }
}
