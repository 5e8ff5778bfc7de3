import { grownInts } from "./engine/grown.ts";

/** Slots of a list when it begins. */
const FIRST_SLOTS = 4;
/** Slots of a block: 512 KiB. A longer list has a block of its own. */
const BLOCK_BITS = 15;
const BLOCK_SLOTS = 2 ** BLOCK_BITS;
/** What is kept of each list: where its table lies, how many slots that has, how many are taken. */
const PLACE = 0;
const SLOTS = 1;
const SIZE = 2;
const HEAD = 3;

/**
 * Maps from row numbers to doubles, one for each number of a list: neighbour lists of items. Each is a
 * table with open addressing and linear probing, at most three quarters full, 16 bytes a slot; all
 * tables lie in blocks that they share, and one that is outgrown is given to another list. There are
 * as many lists as items and they grow all the time: as objects they would cost more in what holds
 * them, and in what the garbage collector does, than in numbers. Entries go only by `keepLargest`.
 */
export class PairLists {
  /** Two numbers a slot: the key plus one, 0 where there is none; the value. */
  readonly #blocks: Float64Array<ArrayBuffer>[] = [];
  #heads = new Int32Array(64 * HEAD);
  /** Slots of the last block that no list has had yet. */
  #unused = 0;
  /** Places of tables that lists have outgrown, by the logarithm of their slots. */
  readonly #outgrown: number[][] = [];
  /** The block that `#find` looked in last. */
  #table = new Float64Array(0);

  /** Entries of a list. */
  sizeOf(list: number): number {
    return this.#heads[list * HEAD + SIZE] ?? 0;
  }

  /** 0 for a key that is not there. */
  get(list: number, key: number): number {
    if (this.sizeOf(list) === 0) return 0;
    const at = this.#find(list, key);
    return this.#table[at] === 0 ? 0 : this.#table[at + 1]!;
  }

  add(list: number, key: number, amount: number): void {
    if (this.sizeOf(list) === 0) this.#open(list);
    let at = this.#find(list, key);
    if (this.#table[at] === 0) {
      const head = list * HEAD;
      if (4 * (this.#heads[head + SIZE]! + 1) > 3 * this.#heads[head + SLOTS]!) {
        this.#grow(list);
        at = this.#find(list, key);
      }
      this.#table[at] = key + 1;
      this.#heads[head + SIZE] = this.#heads[head + SIZE]! + 1;
    }
    this.#table[at + 1] = this.#table[at + 1]! + amount;
  }

  /** Multiplies every value of every list. */
  scale(factor: number): void {
    for (const block of this.#blocks) {
      for (let at = 1; at < block.length; at += 2) block[at] = block[at]! * factor;
    }
  }

  /** Drops all but the `limit` largest values of a list; of equal ones the lower key stays. */
  keepLargest(list: number, limit: number): void {
    const size = this.sizeOf(list);
    if (size <= limit) return;
    const keys = new Float64Array(size);
    const values = new Float64Array(size);
    let count = 0;
    this.forEach(list, (key, value) => {
      keys[count] = key;
      values[count++] = value;
    });
    const least = values.slice().sort()[size - limit]!;
    const equal: number[] = [];
    let above = 0;
    for (let at = 0; at < size; at++) {
      if (values[at]! > least) above++;
      else if (values[at] === least) equal.push(keys[at]!);
    }
    const lastKey = equal.sort((left, right) => left - right)[limit - above - 1]!;
    this.#clear(list);
    for (let at = 0; at < size; at++) {
      const value = values[at]!;
      if (value > least || (value === least && keys[at]! <= lastKey)) {
        this.add(list, keys[at]!, value);
      }
    }
  }

  /** Calls back for every entry of a list, in the order of its table. */
  forEach(list: number, visit: (key: number, value: number) => void): void {
    const head = list * HEAD;
    if (this.sizeOf(list) === 0) return;
    const place = this.#heads[head + PLACE]!;
    const table = this.#blocks[place >>> BLOCK_BITS]!;
    const from = 2 * (place % BLOCK_SLOTS);
    const end = from + 2 * this.#heads[head + SLOTS]!;
    for (let at = from; at < end; at += 2) {
      if (table[at] !== 0) visit(table[at]! - 1, table[at + 1]!);
    }
  }

  /** Where a key of a list that has slots is, or would be, in `#table`. */
  #find(list: number, key: number): number {
    const head = list * HEAD;
    const place = this.#heads[head + PLACE]!;
    const mask = this.#heads[head + SLOTS]! - 1;
    const from = place & (BLOCK_SLOTS - 1);
    const table = this.#blocks[place >>> BLOCK_BITS]!;
    this.#table = table;
    const product = Math.imul(key, 0x9e3779b1);
    // The low bits of a product hang only on the low bits of its factors: fold the high ones in.
    let slot = (product ^ (product >>> 16)) & mask;
    for (;;) {
      const at = 2 * (from + slot);
      if (table[at] === 0 || table[at] === key + 1) return at;
      slot = (slot + 1) & mask;
    }
  }

  #open(list: number): void {
    const head = list * HEAD;
    this.#heads = grownInts(this.#heads, head + HEAD);
    // One that was cleared has its slots still.
    if (this.#heads[head + SLOTS]! > 0) return;
    this.#heads[head + PLACE] = this.#allot(FIRST_SLOTS);
    this.#heads[head + SLOTS] = FIRST_SLOTS;
  }

  #grow(list: number): void {
    const head = list * HEAD;
    const place = this.#heads[head + PLACE]!;
    const slots = this.#heads[head + SLOTS]!;
    const block = this.#blocks[place >>> BLOCK_BITS]!;
    const from = 2 * (place % BLOCK_SLOTS);
    this.#heads[head + PLACE] = this.#allot(2 * slots);
    this.#heads[head + SLOTS] = 2 * slots;
    for (let at = from; at < from + 2 * slots; at += 2) {
      if (block[at] === 0) continue;
      const to = this.#find(list, block[at]! - 1);
      this.#table[to] = block[at]!;
      this.#table[to + 1] = block[at + 1]!;
    }
    block.fill(0, from, from + 2 * slots);
    const level = Math.log2(slots);
    this.#outgrown[level] ??= [];
    this.#outgrown[level].push(place);
  }

  #clear(list: number): void {
    const head = list * HEAD;
    const place = this.#heads[head + PLACE]!;
    const from = 2 * (place % BLOCK_SLOTS);
    const end = from + 2 * this.#heads[head + SLOTS]!;
    this.#blocks[place >>> BLOCK_BITS]!.fill(0, from, end);
    this.#heads[head + SIZE] = 0;
  }

  /** A place for a table, all zeros. */
  #allot(slots: number): number {
    const again = this.#outgrown[Math.log2(slots)]?.pop();
    if (again !== undefined) return again;
    if (slots > this.#unused) {
      const room = Math.max(BLOCK_SLOTS, slots);
      this.#unused = room;
      this.#blocks.push(new Float64Array(2 * room));
    }
    const block = this.#blocks.length - 1;
    const room = this.#blocks[block]!.length / 2;
    const place = block * BLOCK_SLOTS + room - this.#unused;
    this.#unused -= slots;
    return place;
  }
}
