import { trendingScore } from "@slipstream/contracts/keys";
import type { Candidate } from "./candidate.ts";
import { topCandidates } from "./candidate.ts";

/** The category that stands for the whole shop, as in the Redis keys. */
export const WHOLE_SHOP = "";
/** Items kept per category; the lowest go. */
const MAX_ITEMS_PER_CATEGORY = 5000;
const PRUNE_SLACK = 1.25;

/**
 * Popularity that decays by event time, of the whole shop and per category: the sum of
 * `trendingScore` (forward decay, Cormode et al., ICDE 2009), so that order of arrival does not
 * matter and the parts that several partitions hold add up.
 */
export class Trending {
  readonly #scores = new Map<string, Map<string, number>>();

  /** Counts an event; a negative weight (a return) takes back. */
  observe(event: {
    itemId: string;
    categories: readonly string[];
    weight: number;
    occurredAt: number;
  }): void {
    if (!Number.isFinite(event.weight) || !Number.isFinite(event.occurredAt)) return;
    const amount = trendingScore(event.weight, event.occurredAt);
    this.addScore({ category: WHOLE_SHOP, itemId: event.itemId, amount });
    for (const category of event.categories) {
      this.addScore({ category, itemId: event.itemId, amount });
    }
  }

  /** Adds a forward-decayed amount, for example a partition's part read from Redis. */
  addScore(part: { category: string; itemId: string; amount: number }): void {
    let items = this.#scores.get(part.category);
    if (items === undefined) {
      items = new Map();
      this.#scores.set(part.category, items);
    }
    items.set(part.itemId, (items.get(part.itemId) ?? 0) + part.amount);
    if (items.size > MAX_ITEMS_PER_CATEGORY * PRUNE_SLACK) {
      this.#scores.set(part.category, largest(items, MAX_ITEMS_PER_CATEGORY));
    }
  }

  /** Adds all that another holds: partitions merged. */
  merge(other: Trending): void {
    for (const [category, items] of other.#scores) {
      for (const [itemId, amount] of items) this.addScore({ category, itemId, amount });
    }
  }

  /**
   * The best `k` of the shop or of one category. Scores are weights decayed to `at` (epoch ms);
   * items whose score is not above 0 are left out.
   */
  query(k: number, { at, category = WHOLE_SHOP }: { at: number; category?: string }): Candidate[] {
    const now = trendingScore(1, at);
    const items = this.#scores.get(category) ?? new Map<string, number>();
    const positive = items
      .entries()
      .filter(([, amount]) => amount > 0)
      .map(([itemId, amount]) => ({ itemId, score: amount / now }));
    return topCandidates(positive, k);
  }
}

function largest(items: ReadonlyMap<string, number>, limit: number): Map<string, number> {
  const best = topCandidates(
    items.entries().map(([itemId, score]) => ({ itemId, score })),
    limit,
  );
  return new Map(best.map(({ itemId, score }) => [itemId, score]));
}
