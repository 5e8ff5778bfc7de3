import { grownInts } from "./grown.ts";

/** The candidates of one answer, and where each of them stands. Made once and used again. */
export class Candidates {
  /** By row: its place, −1 elsewhere. */
  #places = new Int32Array(1024).fill(-1);
  /** By place. */
  #rows = new Int32Array(256);
  #size = 0;

  /** In order of first mention. A view, until the next query. */
  get rows(): Int32Array<ArrayBuffer> {
    return this.#rows.subarray(0, this.#size);
  }

  /** −1 for a row that is no candidate. */
  placeOf(row: number): number {
    return this.#places[row] ?? -1;
  }

  add(row: number): void {
    if (this.placeOf(row) >= 0) return;
    this.#places = grownInts(this.#places, row + 1, -1);
    this.#rows = grownInts(this.#rows, this.#size + 1);
    this.#places[row] = this.#size;
    this.#rows[this.#size++] = row;
  }

  clear(): void {
    for (const row of this.rows) this.#places[row] = -1;
    this.#size = 0;
  }
}
