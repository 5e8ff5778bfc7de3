import { ItemTable } from "./item-table.ts";
import { allFinite, dotAt } from "./vector.ts";

const LEARNING_RATE = 0.2;
const REGULARISATION = 0.01;

/**
 * BASELINE, not for serving. ISGD (Vinagre, Jorge & Gama, UMAP 2014): matrix factorisation from
 * positive events alone, one pass. err = 1 − u·i; u ← u + η(err·i − λu); i ← i + η(err·u − λi).
 * Without negatives it can only pull items towards their users: plain popularity beats it on
 * films. It stands beside `OnlineFactorization` to show what negatives are worth.
 */
export class Isgd {
  readonly dims: number;
  readonly #table: ItemTable;

  constructor(dims: number) {
    this.dims = dims;
    this.#table = new ItemTable(dims);
  }

  /** One step; changes `userFactor` in place. A factor that is not finite teaches nothing. */
  learn({ userFactor, itemId }: { userFactor: Float32Array; itemId: string }): void {
    if (userFactor.length !== this.dims || !allFinite(userFactor)) return;
    const vector = this.#table.outputAt(this.#table.ensure(itemId));
    const error = 1 - dotAt(userFactor, 0, vector, 0, this.dims);
    for (let d = 0; d < this.dims; d++) {
      const user = userFactor[d]!;
      const item = vector[d]!;
      userFactor[d] = user + LEARNING_RATE * (error * item - REGULARISATION * user);
      vector[d] = item + LEARNING_RATE * (error * user - REGULARISATION * item);
    }
  }

  /** u·i, closer to 1 is better; 0 for an unknown item. */
  score(userFactor: Float32Array, itemId: string): number {
    const row = this.#table.rowOf(itemId);
    if (row === undefined) return 0;
    return dotAt(userFactor, 0, this.#table.outputAt(row), 0, this.dims);
  }
}
