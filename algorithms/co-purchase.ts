import type { Candidate } from "./candidate.ts";
import { topCandidates, trustIn } from "./candidate.ts";

/** Earlier distinct items of its order that a new line is paired with. */
export const PAIR_WINDOW = 16;
/**
 * Orders with both items that make a pair believed by half, as visits do in co-visitation: one order
 * with a guitar and a lamp is chance.
 */
const TRUST_HALF_ORDERS = 5;
/** Marks a line of an order that came back; no item id starts with it. */
const RETURNED = "!";

/**
 * Lines of one order, oldest first. Two items are a pair while both are in the order and stand at
 * most PAIR_WINDOW distinct places apart. A returned item leaves a mark at its place, so that what
 * stood within reach of it is known when it is taken back.
 */
export type OrderLines = readonly string[];

/** Items that a new line makes a pair with: none when the order has the item already. */
export function pairsOfNewLine(lines: OrderLines, itemId: string): string[] {
  const places = placesOf(lines);
  if (places.includes(itemId)) return [];
  return places.slice(-PAIR_WINDOW).filter(isKept);
}

/** What a return of one line leaves: the new lines, and the pairs that end; undefined: no such line. */
export function returnLine(
  lines: OrderLines,
  itemId: string,
): { lines: string[]; pairs: string[] } | undefined {
  const last = lines.lastIndexOf(itemId);
  if (last < 0) return undefined;
  const rest = [...lines];
  if (lines.indexOf(itemId) !== last) {
    rest.splice(last, 1);
    return { lines: rest, pairs: [] };
  }
  const places = placesOf(lines);
  const place = places.indexOf(itemId);
  const near = places.slice(Math.max(0, place - PAIR_WINDOW), place + PAIR_WINDOW + 1);
  rest[last] = RETURNED + itemId;
  return { lines: rest, pairs: near.filter((other) => other !== itemId && isKept(other)) };
}

/** The distinct items in order of first purchase; marks of returned ones keep their places. */
function placesOf(lines: OrderLines): string[] {
  const seen = new Set<string>();
  return lines.filter((line) => {
    if (!isKept(line)) return true;
    if (seen.has(line)) return false;
    seen.add(line);
    return true;
  });
}

function isKept(line: string): boolean {
  return !line.startsWith(RETURNED);
}

/** A change of how many orders have an item, and have it together with each of `pairs`. */
export interface BasketChange {
  itemId: string;
  pairs: readonly string[];
  amount: 1 | -1;
}

/**
 * Items bought in one order, as whole counts, so that a return leads back to exactly the state
 * before the purchase; nothing is pruned, and one line adds at most PAIR_WINDOW pairs.
 * s_j = Σ_h c(h, j) / √((n_h + 1)(n_j + 1)): cosine over orders (Sarwar et al., WWW 2001) with
 * counts shrunk by one. Trust grows with the orders behind a candidate, Σ_h c(h, j).
 */
export class CoPurchase {
  readonly #together = new Map<string, Map<string, number>>();
  readonly #orders = new Map<string, number>();

  /** Counts an item that came into an order (1) or has left it (−1). Counts at 0 leave no trace. */
  apply({ itemId, pairs, amount }: BasketChange): void {
    for (const otherId of pairs) {
      this.#count(itemId, otherId, amount);
      this.#count(otherId, itemId, amount);
    }
    addTo(this.#orders, itemId, amount);
  }

  /** Orders that have both items. */
  together(itemId: string, otherId: string): number {
    return this.#together.get(itemId)?.get(otherId) ?? 0;
  }

  /** The best `k` items bought with these; they themselves are not among them. */
  query(itemIds: readonly string[], k: number): Candidate[] {
    const own = new Set(itemIds);
    const scores = new Map<string, number>();
    const orders = new Map<string, number>();
    for (const itemId of own) {
      for (const [otherId, count] of this.#together.get(itemId) ?? []) {
        if (own.has(otherId) || count <= 0) continue;
        const scale = Math.sqrt((this.#ordersOf(itemId) + 1) * (this.#ordersOf(otherId) + 1));
        scores.set(otherId, (scores.get(otherId) ?? 0) + count / scale);
        orders.set(otherId, (orders.get(otherId) ?? 0) + count);
      }
    }
    return topCandidates(
      scores.entries().map(([itemId, score]) => {
        return { itemId, score, trust: trustIn(orders.get(itemId)!, TRUST_HALF_ORDERS) };
      }),
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
