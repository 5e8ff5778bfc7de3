/** Rows of a shop's items, in order of first mention: what sources count by. Never reused. */
export class ItemIds {
  readonly #rows = new Map<string, number>();
  readonly #ids: string[] = [];

  /** Items known; one more than the highest row. */
  get size(): number {
    return this.#ids.length;
  }

  /** The row of an item, a new one when it was never mentioned. */
  ensure(itemId: string): number {
    const known = this.#rows.get(itemId);
    if (known !== undefined) return known;
    this.#rows.set(itemId, this.#ids.length);
    return this.#ids.push(itemId) - 1;
  }

  rowOf(itemId: string): number | undefined {
    return this.#rows.get(itemId);
  }

  idOf(row: number): string {
    return this.#ids[row]!;
  }
}
