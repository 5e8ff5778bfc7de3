const FIRST_SLOTS = 8;

/**
 * A map from row numbers to doubles in one flat array (open addressing, linear probing, at most half
 * full): a neighbour list at 32 bytes an entry. Entries go only by `keepLargest`. There are as many
 * lists as items and they grow all the time: a second array for each costs more, in the objects that
 * hold it and in what the garbage collector does, than the wider keys do.
 */
export class PairCounts {
  /** Two numbers a slot: the key plus one, 0 where there is none; the value. */
  #table = new Float64Array(2 * FIRST_SLOTS);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: number): number {
    const at = this.#place(key);
    return this.#table[at] === key + 1 ? this.#table[at + 1]! : 0;
  }

  add(key: number, amount: number): void {
    let at = this.#place(key);
    if (this.#table[at] === 0) {
      if (4 * (this.#size + 1) > this.#table.length) {
        this.#grow();
        at = this.#place(key);
      }
      this.#table[at] = key + 1;
      this.#size++;
    }
    this.#table[at + 1] = this.#table[at + 1]! + amount;
  }

  /** Multiplies every value. */
  scale(factor: number): void {
    for (let at = 1; at < this.#table.length; at += 2) {
      this.#table[at] = this.#table[at]! * factor;
    }
  }

  /** Drops all but the `limit` largest values; of equal ones the lower key stays. */
  keepLargest(limit: number): void {
    const kept = [...this.entries()]
      .sort((left, right) => right[1] - left[1] || left[0] - right[0])
      .slice(0, limit);
    this.#table = new Float64Array(this.#table.length);
    this.#size = kept.length;
    for (const [key, value] of kept) this.#put(key, value);
  }

  /** Calls back for every entry, in the order of the table. */
  forEach(visit: (key: number, value: number) => void): void {
    const table = this.#table;
    for (let at = 0; at < table.length; at += 2) {
      if (table[at] !== 0) visit(table[at]! - 1, table[at + 1]!);
    }
  }

  *entries(): IterableIterator<[key: number, value: number]> {
    for (let at = 0; at < this.#table.length; at += 2) {
      if (this.#table[at] !== 0) yield [this.#table[at]! - 1, this.#table[at + 1]!];
    }
  }

  /** Where a key is, or would be. */
  #place(key: number): number {
    const table = this.#table;
    const mask = table.length / 2 - 1;
    let slot = Math.imul(key, 0x9e3779b1) & mask;
    // The low bits of a product hang only on the low bits of its factors: fold the high ones in.
    slot = (slot ^ (Math.imul(key, 0x9e3779b1) >>> 16)) & mask;
    while (table[2 * slot] !== 0 && table[2 * slot] !== key + 1) slot = (slot + 1) & mask;
    return 2 * slot;
  }

  #grow(): void {
    const before = this.#table;
    this.#table = new Float64Array(2 * before.length);
    for (let at = 0; at < before.length; at += 2) {
      if (before[at] !== 0) this.#put(before[at]! - 1, before[at + 1]!);
    }
  }

  #put(key: number, value: number): void {
    const at = this.#place(key);
    this.#table[at] = key + 1;
    this.#table[at + 1] = value;
  }
}
