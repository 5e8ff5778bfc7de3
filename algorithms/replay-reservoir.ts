import type { Random } from "./random.ts";

/** One positive example, kept to be learnt from again. */
export interface ReplayEntry {
  visitorId: string;
  itemId: string;
  /** Items before it, newest first, as they were when it happened. */
  history: readonly string[];
}

/**
 * The last `capacity` positives in a ring; draws are uniform with replacement. All of its state is
 * its entries in order: `from(entries())` draws exactly as the original would.
 */
export class ReplayReservoir {
  readonly capacity: number;
  readonly #ring: ReplayEntry[] = [];
  #oldest = 0;

  /** @throws RangeError when `capacity` is not a positive integer. */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`a reservoir's capacity is a positive integer, not ${capacity}`);
    }
    this.capacity = capacity;
  }

  /** A reservoir holding the last `capacity` of `entries`, which come oldest first. */
  static from(capacity: number, entries: Iterable<ReplayEntry>): ReplayReservoir {
    const reservoir = new ReplayReservoir(capacity);
    for (const entry of entries) reservoir.add(entry);
    return reservoir;
  }

  get size(): number {
    return this.#ring.length;
  }

  /** Adds an entry; a full ring forgets its oldest. */
  add(entry: ReplayEntry): void {
    if (this.#ring.length < this.capacity) {
      this.#ring.push(entry);
      return;
    }
    this.#ring[this.#oldest] = entry;
    this.#oldest = (this.#oldest + 1) % this.capacity;
  }

  /** A uniformly drawn entry; undefined when there is none. */
  draw(random: Random): ReplayEntry | undefined {
    if (this.#ring.length === 0) return undefined;
    return this.#at(random.below(this.#ring.length));
  }

  /** The entries, oldest first. */
  *entries(): IterableIterator<ReplayEntry> {
    for (let age = 0; age < this.#ring.length; age++) yield this.#at(age);
  }

  /** Drops a visitor's entries: deletion. */
  forget(visitorId: string): void {
    const kept = [...this.entries()].filter((entry) => entry.visitorId !== visitorId);
    this.#ring.length = 0;
    this.#oldest = 0;
    for (const entry of kept) this.#ring.push(entry);
  }

  #at(age: number): ReplayEntry {
    return this.#ring[(this.#oldest + age) % this.#ring.length]!;
  }
}
