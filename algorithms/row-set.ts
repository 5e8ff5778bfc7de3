import { grownInts } from "./engine/grown.ts";

/** A set of rows, in order of arrival, emptied at no cost: a row is in it that bears today's mark. */
export class RowSet {
  #rows = new Int32Array(64);
  #size = 0;
  #marks = new Int32Array(1024);
  #mark = 1;

  /** A view, valid until it is added to or cleared. */
  get rows(): Int32Array {
    return this.#rows.subarray(0, this.#size);
  }

  /** Adds a row; false when it was there. */
  add(row: number): boolean {
    if (row >= this.#marks.length) this.#marks = grownInts(this.#marks, row + 1);
    if (this.#marks[row] === this.#mark) return false;
    this.#marks[row] = this.#mark;
    if (this.#size === this.#rows.length) this.#rows = grownInts(this.#rows, this.#size + 1);
    this.#rows[this.#size++] = row;
    return true;
  }

  clear(): void {
    this.#size = 0;
    this.#mark = (this.#mark + 1) | 0;
    if (this.#mark > 0) return;
    // All marks were used: they begin anew.
    this.#marks.fill(0);
    this.#mark = 1;
  }
}
