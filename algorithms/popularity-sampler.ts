import type { Random } from "./random.ts";

/** Landmarks lie this many half-lives apart, far below what doubles can hold (2^1023). */
const LANDMARK_STEP = 256;
const FIRST_CAPACITY = 1024;
const MAX_TRIES = 4;

/**
 * Decayed counts per row, and draws in proportion to them.
 *
 * Forward decay (Cormode et al., ICDE 2009, section 3): an event at time t counts 2^(t/h). A row
 * keeps only level = log2 Σ 2^(t/h), −Infinity before its first event, which never has to be
 * decayed, takes events in any order and stands in the item's record. Draws descend a binary tree
 * of sums over weights 2^(level − landmark). Every node is the sum of its two children and the
 * landmark a function of the highest level, so the tree is a pure function of the levels: it
 * draws alike after a restore, in whatever order the levels came.
 */
export class PopularitySampler {
  readonly #halfLifeMs: number;
  #capacity = FIRST_CAPACITY;
  #levels = new Float64Array(FIRST_CAPACITY).fill(Number.NEGATIVE_INFINITY);
  #tree = new Float64Array(2 * FIRST_CAPACITY);
  #landmark = Number.NEGATIVE_INFINITY;

  constructor(halfLifeMs: number) {
    this.#halfLifeMs = halfLifeMs;
  }

  levelOf(row: number): number {
    return this.#levels[row] ?? Number.NEGATIVE_INFINITY;
  }

  /** Counts one event of a row at an event time (epoch ms). */
  count(row: number, occurredAt: number): void {
    const time = occurredAt / this.#halfLifeMs;
    const level = this.levelOf(row);
    const high = Math.max(level, time);
    this.setLevel(row, high + Math.log2(2 ** (level - high) + 2 ** (time - high)));
  }

  /** Sets a row's level, as its record has it. */
  setLevel(row: number, level: number): void {
    if (row >= this.#capacity) this.#grow(row + 1);
    this.#levels[row] = level;
    const landmark = Math.floor(level / LANDMARK_STEP) * LANDMARK_STEP;
    if (landmark > this.#landmark) {
      this.#landmark = landmark;
      this.#rebuild();
      return;
    }
    let node = this.#capacity + row;
    this.#tree[node] = this.#weight(row);
    for (node >>= 1; node >= 1; node >>= 1) {
      this.#tree[node] = this.#tree[2 * node]! + this.#tree[2 * node + 1]!;
    }
  }

  /** The decayed count of a row at an event time. */
  countAt(row: number, occurredAt: number): number {
    return 2 ** (this.levelOf(row) - occurredAt / this.#halfLifeMs);
  }

  /** A row drawn in proportion to its count; undefined when nothing counts. */
  draw(random: Random): number | undefined {
    const total = this.#tree[1]!;
    if (!(total > 0)) return undefined;
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      let left = random.unit() * total;
      let node = 1;
      while (node < this.#capacity) {
        node *= 2;
        const weight = this.#tree[node]!;
        if (left >= weight) {
          left -= weight;
          node++;
        }
      }
      // Rounding may lead to an empty leaf at a seam of the tree.
      if (this.#tree[node]! > 0) return node - this.#capacity;
    }
    return undefined;
  }

  #weight(row: number): number {
    return 2 ** (this.#levels[row]! - this.#landmark);
  }

  #grow(needed: number): void {
    while (this.#capacity < needed) this.#capacity *= 2;
    const levels = new Float64Array(this.#capacity).fill(Number.NEGATIVE_INFINITY);
    levels.set(this.#levels);
    this.#levels = levels;
    this.#tree = new Float64Array(2 * this.#capacity);
    this.#rebuild();
  }

  #rebuild(): void {
    if (this.#landmark === Number.NEGATIVE_INFINITY) return;
    for (let row = 0; row < this.#capacity; row++)
      this.#tree[this.#capacity + row] = this.#weight(row);
    for (let node = this.#capacity - 1; node >= 1; node--) {
      this.#tree[node] = this.#tree[2 * node]! + this.#tree[2 * node + 1]!;
    }
  }
}
