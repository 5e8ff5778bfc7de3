import type { Query } from "../engine/query.ts";
import type { RowScores } from "../engine/row-scores.ts";
import type { Source } from "../engine/source.ts";
import { trustIn } from "../trust.ts";

/**
 * Orders with both items that make a pair believed by half, as visits do in co-visitation: one order
 * with a guitar and a lamp is chance.
 */
const TRUST_HALF_ORDERS = 5;
/** Items of a query that are asked what was bought with them. */
const MAX_SEEDS = 20;

/** A change of how many orders have an item, and have it together with each of `pairs`. */
export interface BasketChange {
  row: number;
  pairs: readonly number[];
  amount: 1 | -1;
}

/**
 * Items bought in one order, as whole counts, so that a return leads back to exactly the state
 * before the purchase; nothing is pruned, and one line adds at most PAIR_WINDOW pairs.
 * s_j = Σ_h c(h, j) / √((n_h + 1)(n_j + 1)): cosine over orders (Sarwar et al., WWW 2001) with
 * counts shrunk by one. Trust grows with the orders behind a candidate, Σ_h c(h, j).
 */
export class CoPurchase implements Source {
  readonly name = "co_purchase";
  readonly #together = new Map<number, Map<number, number>>();
  readonly #orders = new Map<number, number>();

  /** Orders are told line by line, by `apply`. */
  observe(): void {}

  /** Counts an item that came into an order (1) or has left it (−1). Counts at 0 leave no trace. */
  apply({ row, pairs, amount }: BasketChange): void {
    for (const other of pairs) {
      this.#count(row, other, amount);
      this.#count(other, row, amount);
    }
    addTo(this.#orders, row, amount);
  }

  /** Orders that have both items. */
  together(row: number, other: number): number {
    return this.#together.get(row)?.get(other) ?? 0;
  }

  /** Items bought with those that the query starts from; they themselves are not among them. */
  score(query: Query, scores: RowScores): void {
    const seeds = seedsOf(query);
    for (const seed of seeds) {
      for (const [other, count] of this.#together.get(seed) ?? []) {
        if (count > 0 && !seeds.includes(other)) scores.add(other, this.#share(seed, other, count));
      }
    }
  }

  /** What one item that the query starts from gives a candidate. */
  partOf(seed: number, row: number): number {
    return this.#share(seed, row, Math.max(0, this.together(seed, row)));
  }

  trustOf(query: Query, row: number): number {
    let orders = 0;
    for (const seed of seedsOf(query)) orders += Math.max(0, this.together(seed, row));
    return trustIn(orders, TRUST_HALF_ORDERS);
  }

  /** Everything counted, in a canonical order: equal states give equal lists. */
  counts(): { row: number; orders: number; together: [other: number, count: number][] }[] {
    const rows = [...new Set([...this.#orders.keys(), ...this.#together.keys()])];
    return rows
      .sort((left, right) => left - right)
      .map((row) => ({
        row,
        orders: this.#ordersOf(row),
        together: [...(this.#together.get(row) ?? [])].sort(([left], [right]) => left - right),
      }));
  }

  #share(seed: number, row: number, count: number): number {
    return count / Math.sqrt((this.#ordersOf(seed) + 1) * (this.#ordersOf(row) + 1));
  }

  #ordersOf(row: number): number {
    return Math.max(0, this.#orders.get(row) ?? 0);
  }

  #count(row: number, other: number, amount: number): void {
    let others = this.#together.get(row);
    if (others === undefined) {
      others = new Map();
      this.#together.set(row, others);
    }
    addTo(others, other, amount);
    if (others.size === 0) this.#together.delete(row);
  }
}

function seedsOf({ seeds, recent }: Query): readonly number[] {
  return [...new Set((seeds ?? recent).slice(0, MAX_SEEDS))];
}

function addTo(counts: Map<number, number>, key: number, amount: number): void {
  const next = (counts.get(key) ?? 0) + amount;
  if (next === 0) counts.delete(key);
  else counts.set(key, next);
}
