import type { Random } from "./random.ts";

/** Landmarks lie this many half-lives apart, far below what doubles can hold (2^1023). */
const LANDMARK_STEP = 256;
/** Children of a node: they lie in one line of the cache. */
const FAN = 8;
/** Rows, a power of FAN. */
const FIRST_CAPACITY = 4096;
const MAX_TRIES = 4;

/**
 * Decayed counts per row, and draws in proportion to them.
 *
 * Forward decay (Cormode et al., ICDE 2009, section 3): an event at time t counts 2^(t/h). A row
 * keeps only level = log2 Σ 2^(t/h), −Infinity before its first event, which never has to be
 * decayed, takes events in any order and stands in the item's record. Draws descend a tree of
 * weights 2^(level − landmark): every node n weighs what its children FAN·n … FAN·n + FAN − 1 weigh.
 * The landmark is a function of the highest level, so the tree is a pure function of the levels: it
 * draws alike after a restore, in whatever order the levels came.
 */
export class PopularitySampler {
  readonly #halfLifeMs: number;
  #capacity = FIRST_CAPACITY;
  #levels = new Float64Array(FIRST_CAPACITY).fill(Number.NEGATIVE_INFINITY);
  #weights = new Float64Array(2 * FIRST_CAPACITY);
  /** Of a node: what it and its elder siblings weigh. */
  #sums = new Float64Array(2 * FIRST_CAPACITY);
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
    this.#weights[node] = this.#weight(row);
    while (node > 1) {
      node = Math.floor(node / FAN);
      this.#add(node);
    }
  }

  /** The decayed count of a row at an event time. */
  countAt(row: number, occurredAt: number): number {
    return 2 ** (this.levelOf(row) - occurredAt / this.#halfLifeMs);
  }

  /** A row drawn in proportion to its count; undefined when nothing counts. */
  draw(random: Random): number | undefined {
    const [weights, sums, capacity] = [this.#weights, this.#sums, this.#capacity];
    const total = weights[1]!;
    if (!(total > 0)) return undefined;
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      let left = random.unit() * total;
      let node = 1;
      while (node < capacity) {
        const eldest = FAN * node;
        node = eldest + passed(sums, eldest, left);
        if (node > eldest) left -= sums[node - 1]!;
      }
      // Rounding may lead to an empty leaf at a seam of the tree.
      if (weights[node]! > 0) return node - capacity;
    }
    return undefined;
  }

  #weight(row: number): number {
    return 2 ** (this.#levels[row]! - this.#landmark);
  }

  /** Adds up the children of a node. */
  #add(node: number): void {
    const [weights, sums] = [this.#weights, this.#sums];
    let sum = 0;
    for (let child = FAN * node; child < FAN * (node + 1); child++) {
      sum += weights[child]!;
      sums[child] = sum;
    }
    weights[node] = sum;
  }

  #grow(needed: number): void {
    while (this.#capacity < needed) this.#capacity *= FAN;
    const levels = new Float64Array(this.#capacity).fill(Number.NEGATIVE_INFINITY);
    levels.set(this.#levels);
    this.#levels = levels;
    this.#weights = new Float64Array(2 * this.#capacity);
    this.#sums = new Float64Array(2 * this.#capacity);
    this.#rebuild();
  }

  #rebuild(): void {
    if (this.#landmark === Number.NEGATIVE_INFINITY) return;
    for (let row = 0; row < this.#capacity; row++) {
      this.#weights[this.#capacity + row] = this.#weight(row);
    }
    for (let nodes = this.#capacity / FAN; nodes >= 1; nodes /= FAN) {
      for (let node = nodes; node < 2 * nodes; node++) this.#add(node);
    }
  }
}

/** How many of FAN siblings lie before `left`: without a branch, since none could be foreseen. */
function passed(sums: Float64Array, eldest: number, left: number): number {
  return (
    Number(left >= sums[eldest]!) +
    Number(left >= sums[eldest + 1]!) +
    Number(left >= sums[eldest + 2]!) +
    Number(left >= sums[eldest + 3]!) +
    Number(left >= sums[eldest + 4]!) +
    Number(left >= sums[eldest + 5]!) +
    Number(left >= sums[eldest + 6]!)
  );
}
