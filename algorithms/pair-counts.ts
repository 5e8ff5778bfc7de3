const FIRST_SLOTS = 8;
const EMPTY = -1;

/**
 * A map from row numbers to doubles in two flat arrays (open addressing, linear probing, at most
 * half full): a neighbour list at 24 bytes an entry. Entries go only by `keepLargest`.
 */
export class PairCounts {
  #keys = new Int32Array(FIRST_SLOTS).fill(EMPTY);
  #values = new Float64Array(FIRST_SLOTS);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: number): number {
    const slot = this.#slot(key);
    return this.#keys[slot] === key ? this.#values[slot]! : 0;
  }

  add(key: number, amount: number): void {
    let slot = this.#slot(key);
    if (this.#keys[slot] !== key) {
      if (2 * (this.#size + 1) > this.#keys.length) {
        this.#rebuild([...this.entries()], this.#keys.length * 2);
        slot = this.#slot(key);
      }
      this.#keys[slot] = key;
      this.#values[slot] = 0;
      this.#size++;
    }
    this.#values[slot] = this.#values[slot]! + amount;
  }

  /** Multiplies every value. */
  scale(factor: number): void {
    for (let slot = 0; slot < this.#values.length; slot++) {
      this.#values[slot] = this.#values[slot]! * factor;
    }
  }

  /** Drops all but the `limit` largest values; of equal ones the lower key stays. */
  keepLargest(limit: number): void {
    const kept = [...this.entries()]
      .sort((left, right) => right[1] - left[1] || left[0] - right[0])
      .slice(0, limit);
    this.#rebuild(kept, this.#keys.length);
  }

  /** Calls back for every entry, in the order of the table. */
  forEach(visit: (key: number, value: number) => void): void {
    for (let slot = 0; slot < this.#keys.length; slot++) {
      if (this.#keys[slot] !== EMPTY) visit(this.#keys[slot]!, this.#values[slot]!);
    }
  }

  *entries(): IterableIterator<[key: number, value: number]> {
    for (let slot = 0; slot < this.#keys.length; slot++) {
      if (this.#keys[slot] !== EMPTY) yield [this.#keys[slot]!, this.#values[slot]!];
    }
  }

  #slot(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = Math.imul(key, 0x9e3779b1) & mask;
    // The low bits of a product hang only on the low bits of its factors: fold the high ones in.
    slot = (slot ^ (Math.imul(key, 0x9e3779b1) >>> 16)) & mask;
    while (this.#keys[slot] !== EMPTY && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #rebuild(entries: readonly (readonly [number, number])[], slots: number): void {
    this.#keys = new Int32Array(slots).fill(EMPTY);
    this.#values = new Float64Array(slots);
    this.#size = entries.length;
    for (const [key, value] of entries) {
      const slot = this.#slot(key);
      this.#keys[slot] = key;
      this.#values[slot] = value;
    }
  }
}
