import type { Candidate } from "./candidate.ts";
import { topCandidates } from "./candidate.ts";

/** Distinct items of one order that are paired with each other, in order: at most 4,950 pairs. */
export const MAX_BASKET_ITEMS = 100;

/** A change of how often two items were bought in one order; it holds both ways round. */
export interface PairDelta {
  itemId: string;
  otherId: string;
  amount: 1 | -1;
}

/** A change of how many orders have an item. */
export interface OrderDelta {
  itemId: string;
  amount: 1 | -1;
}

export interface BasketDeltas {
  pairs: PairDelta[];
  orders: OrderDelta[];
}

/** What a purchase adds: one per unordered pair of its first MAX_BASKET_ITEMS distinct items. */
export function purchaseDeltas(basket: readonly string[]): BasketDeltas {
  return { pairs: pairsOf(paired(basket), 1), orders: ordersOf(paired(basket), 1) };
}

/**
 * What a return takes back: the pairs of `returned` items with each other and with what was still
 * kept of the order. `basket` is the order as it was bought, `returnedBefore` what earlier returns
 * took; items that were not in it, or came back before, change nothing. After every item has come
 * back, in any order and grouping, the sum of all deltas is nothing.
 */
export function returnDeltas(options: {
  basket: readonly string[];
  returnedBefore: ReadonlySet<string>;
  returned: readonly string[];
}): BasketDeltas {
  const kept = paired(options.basket).filter((itemId) => !options.returnedBefore.has(itemId));
  const returned = new Set(options.returned.filter((itemId) => kept.includes(itemId)));
  const pairs = pairsOf(kept, -1).filter(
    ({ itemId, otherId }) => returned.has(itemId) || returned.has(otherId),
  );
  return { pairs, orders: ordersOf([...returned], -1) };
}

function paired(basket: readonly string[]): string[] {
  return [...new Set(basket)].slice(0, MAX_BASKET_ITEMS);
}

function pairsOf(items: readonly string[], amount: 1 | -1): PairDelta[] {
  return items.flatMap((itemId, at) =>
    items.slice(at + 1).map((otherId) => ({ itemId, otherId, amount })),
  );
}

function ordersOf(items: readonly string[], amount: 1 | -1): OrderDelta[] {
  return items.map((itemId) => ({ itemId, amount }));
}

/**
 * Items bought in one order, as whole counts, so that a return leads back to exactly the state
 * before the purchase; nothing is pruned, and one order adds at most 4,950 pairs. s_j = Σ_h c(h, j) / √((n_h + 1)(n_j + 1)): cosine over orders (Sarwar et
 * al., WWW 2001) with counts shrunk by one.
 */
export class CoPurchase {
  readonly #together = new Map<string, Map<string, number>>();
  readonly #orders = new Map<string, number>();

  /** Applies what `purchaseDeltas` or `returnDeltas` say. Counts at 0 leave no trace. */
  apply({ pairs, orders }: BasketDeltas): void {
    for (const { itemId, otherId, amount } of pairs) {
      this.#count(itemId, otherId, amount);
      this.#count(otherId, itemId, amount);
    }
    for (const { itemId, amount } of orders) addTo(this.#orders, itemId, amount);
  }

  /** Orders that have both items. */
  together(itemId: string, otherId: string): number {
    return this.#together.get(itemId)?.get(otherId) ?? 0;
  }

  /** The best `k` items bought with these; they themselves are not among them. */
  query(itemIds: readonly string[], k: number): Candidate[] {
    const own = new Set(itemIds);
    const scores = new Map<string, number>();
    for (const itemId of own) {
      for (const [otherId, count] of this.#together.get(itemId) ?? []) {
        if (own.has(otherId) || count <= 0) continue;
        const scale = Math.sqrt((this.#ordersOf(itemId) + 1) * (this.#ordersOf(otherId) + 1));
        scores.set(otherId, (scores.get(otherId) ?? 0) + count / scale);
      }
    }
    return topCandidates(
      scores.entries().map(([itemId, score]) => ({ itemId, score })),
      k,
    );
  }

  /** Everything counted, in a canonical order: equal states give equal lists. */
  counts(): { itemId: string; orders: number; together: [otherId: string, count: number][] }[] {
    const itemIds = [...new Set([...this.#orders.keys(), ...this.#together.keys()])].sort();
    return itemIds.map((itemId) => ({
      itemId,
      orders: this.#ordersOf(itemId),
      together: [...(this.#together.get(itemId) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)),
    }));
  }

  #ordersOf(itemId: string): number {
    return Math.max(0, this.#orders.get(itemId) ?? 0);
  }

  #count(itemId: string, otherId: string, amount: number): void {
    let others = this.#together.get(itemId);
    if (others === undefined) {
      others = new Map();
      this.#together.set(itemId, others);
    }
    addTo(others, otherId, amount);
    if (others.size === 0) this.#together.delete(itemId);
  }
}

function addTo(counts: Map<string, number>, key: string, amount: number): void {
  const next = (counts.get(key) ?? 0) + amount;
  if (next === 0) counts.delete(key);
  else counts.set(key, next);
}
