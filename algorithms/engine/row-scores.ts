import { bestPlaces } from "./best-first.ts";
import { grownFloats, grownInts } from "./grown.ts";

/**
 * Sums by row of one query: a sparse set (Briggs & Torczon, ACM LOPLAS 1993). Rows and values lie
 * close together in order of first touch; an array by row says where, and is believed only where the
 * row stands there. So clearing costs nothing, and a row costs one access far away. Made once and used
 * again.
 */
export class RowScores {
  /** By row: its place, if it was touched. */
  #places = new Int32Array(1024);
  /** By place. */
  #rows = new Int32Array(256);
  #values = new Float64Array(256);
  #size = 0;

  /** Rows touched since `clear`. */
  get size(): number {
    return this.#size;
  }

  /** The touched row at a place, in order of first touch. */
  rowAt(place: number): number {
    return this.#rows[place]!;
  }

  /** Its value. */
  valueAt(place: number): number {
    return this.#values[place]!;
  }

  clear(): void {
    this.#size = 0;
  }

  /** 0 for a row that was not touched. */
  get(row: number): number {
    const place = this.#places[row]!;
    return this.#holds(place, row) ? this.#values[place]! : 0;
  }

  /** NaN for a row that was not touched. */
  read(row: number): number {
    const place = this.#places[row]!;
    return this.#holds(place, row) ? this.#values[place]! : Number.NaN;
  }

  has(row: number): boolean {
    return this.#holds(this.#places[row]!, row);
  }

  add(row: number, amount: number): void {
    const place = this.#places[row]!;
    if (this.#holds(place, row)) this.#values[place] = this.#values[place]! + amount;
    else this.#append(row, amount);
  }

  set(row: number, value: number): void {
    const place = this.#places[row]!;
    if (this.#holds(place, row)) this.#values[place] = value;
    else this.#append(row, value);
  }

  /** Multiplies each touched row's value by what `factorOf` says. */
  scale(factorOf: (row: number) => number): void {
    for (let place = 0; place < this.#size; place++) {
      this.#values[place] = this.#values[place]! * factorOf(this.#rows[place]!);
    }
  }

  /**
   * The `k` rows of the highest finite values among those that `accepts`, best first; of equal
   * values the lower row first.
   */
  top(k: number, accepts?: (row: number) => boolean): Int32Array<ArrayBuffer> {
    const rows = this.#rows;
    const best = bestPlaces({ rows, values: this.#values, count: this.#size }, k, accepts);
    for (let at = 0; at < best.length; at++) best[at] = rows[best[at]!]!;
    return best;
  }

  #holds(place: number, row: number): boolean {
    return place < this.#size && this.#rows[place] === row;
  }

  #append(row: number, value: number): void {
    const place = this.#size++;
    this.#places = grownInts(this.#places, row + 1);
    this.#rows = grownInts(this.#rows, this.#size);
    this.#values = grownFloats(this.#values, this.#size);
    this.#places[row] = place;
    this.#rows[place] = row;
    this.#values[place] = value;
  }
}
