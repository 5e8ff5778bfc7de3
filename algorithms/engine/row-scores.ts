import { grownFloats, grownInts } from "./grown.ts";

/**
 * Sums by row of one query: a dense array and a list of the rows that were touched, so that adding
 * and reading are one access each and clearing costs nothing. Made once and used again.
 */
export class RowScores {
  #values = new Float64Array(1024);
  /** Which clearing a row was last touched after. */
  #marks = new Int32Array(1024);
  #rows = new Int32Array(1024);
  #mark = 1;
  #size = 0;

  /** Rows touched since `clear`. */
  get size(): number {
    return this.#size;
  }

  /** The touched row at a place, in order of first touch. */
  rowAt(place: number): number {
    return this.#rows[place]!;
  }

  clear(): void {
    this.#mark++;
    this.#size = 0;
  }

  /** 0 for a row that was not touched. */
  get(row: number): number {
    return this.#marks[row] === this.#mark ? this.#values[row]! : 0;
  }

  /** NaN for a row that was not touched. */
  read(row: number): number {
    return this.#marks[row] === this.#mark ? this.#values[row]! : Number.NaN;
  }

  has(row: number): boolean {
    return this.#marks[row] === this.#mark;
  }

  add(row: number, amount: number): void {
    if (this.#marks[row] === this.#mark) this.#values[row] = this.#values[row]! + amount;
    else this.set(row, amount);
  }

  set(row: number, value: number): void {
    if (row >= this.#values.length) this.#grow(row + 1);
    if (this.#marks[row] !== this.#mark) {
      this.#marks[row] = this.#mark;
      this.#rows[this.#size++] = row;
    }
    this.#values[row] = value;
  }

  /** Multiplies each touched row's value by what `factorOf` says. */
  scale(factorOf: (row: number) => number): void {
    for (let place = 0; place < this.#size; place++) {
      const row = this.#rows[place]!;
      this.#values[row] = this.#values[row]! * factorOf(row);
    }
  }

  /**
   * The `k` rows of the highest finite values among those that `accepts`, best first; of equal
   * values the lower row first.
   */
  top(k: number, accepts?: (row: number) => boolean): Int32Array<ArrayBuffer> {
    const best = new Int32Array(Math.min(k, this.#size));
    let size = 0;
    for (let place = 0; place < this.#size; place++) {
      const row = this.#rows[place]!;
      if (size === best.length && (size === 0 || !this.#isBetter(row, best[0]!))) continue;
      if (!Number.isFinite(this.#values[row]!) || accepts?.(row) === false) continue;
      if (size < best.length) {
        best[size++] = row;
        if (size === best.length)
          for (let at = (size >> 1) - 1; at >= 0; at--) this.#sink(best, at, size);
      } else {
        best[0] = row;
        this.#sink(best, 0, size);
      }
    }
    return best.subarray(0, size).sort((left, right) => (this.#isBetter(left, right) ? -1 : 1));
  }

  #isBetter(row: number, other: number): boolean {
    const own = this.#values[row]!;
    const others = this.#values[other]!;
    return own !== others ? own > others : row < other;
  }

  /** Restores a heap whose root is the worst kept. */
  #sink(heap: Int32Array, from: number, size: number): void {
    const moving = heap[from]!;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#isBetter(heap[child]!, heap[child + 1]!)) child++;
      if (!this.#isBetter(moving, heap[child]!)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = moving;
  }

  #grow(length: number): void {
    this.#values = grownFloats(this.#values, length);
    this.#marks = grownInts(this.#marks, this.#values.length);
    this.#rows = grownInts(this.#rows, this.#values.length);
  }
}
