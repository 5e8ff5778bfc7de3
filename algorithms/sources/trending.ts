import { trendingScore } from "@slipstream/contracts/keys";
import type { Query } from "../engine/query.ts";
import { RowScores } from "../engine/row-scores.ts";
import type { Source } from "../engine/source.ts";
import { PairLists } from "../pair-lists.ts";

/** The category that stands for the whole shop, as in the Redis keys. */
export const WHOLE_SHOP = "";
/** Items kept per category; the lowest go. */
const MAX_ITEMS_PER_CATEGORY = 5000;
const PRUNE_SLACK = 1.25;
/** Leaders of a category that are remembered. */
const LEADERS = 1000;
/** Leaders offered per candidate wanted: some may not be shown. */
const OVERFETCH = 5;
/** Up to so many items, or after so many changes, the leaders are looked up anew. */
const FEW_ITEMS = 200;
const REFRESH_CHANGES = 64;

/** What one category looked at: its list of `amounts`, forward-decayed, and who led when last looked. */
class CategoryTrend {
  readonly #amounts: PairLists;
  readonly #list: number;
  #leaders = new Int32Array(0);
  #changes = Number.POSITIVE_INFINITY;

  constructor(amounts: PairLists, list: number) {
    this.#amounts = amounts;
    this.#list = list;
  }

  get size(): number {
    return this.#amounts.sizeOf(this.#list);
  }

  amountOf(row: number): number {
    return this.#amounts.get(this.#list, row);
  }

  forEach(visit: (row: number, amount: number) => void): void {
    this.#amounts.forEach(this.#list, visit);
  }

  add(row: number, amount: number): void {
    this.#amounts.add(this.#list, row, amount);
    this.#changes++;
    if (this.size <= MAX_ITEMS_PER_CATEGORY * PRUNE_SLACK) return;
    this.#amounts.keepLargest(this.#list, MAX_ITEMS_PER_CATEGORY);
  }

  /** Rows of the largest amounts above 0, best first. */
  leaders(scratch: RowScores): Int32Array {
    const patience = this.size <= FEW_ITEMS ? 1 : REFRESH_CHANGES;
    if (this.#changes < patience) return this.#leaders;
    scratch.clear();
    this.forEach((row, amount) => {
      if (amount > 0) scratch.set(row, amount);
    });
    this.#leaders = scratch.top(LEADERS);
    this.#changes = 0;
    return this.#leaders;
  }
}

/**
 * Popularity that decays by event time, of the whole shop and per category: the sum of
 * `trendingScore` (forward decay, Cormode et al., ICDE 2009), so that order of arrival does not
 * matter and the parts that several partitions hold add up.
 */
export class Trending implements Source {
  readonly name = "trending";
  readonly #amounts = new PairLists();
  readonly #categories = new Map<string, CategoryTrend>();
  readonly #scratch = new RowScores();

  /** Counts are told with their categories, by `count`. */
  observe(): void {}

  /** Counts an event; a negative weight (a return) takes back. */
  count(event: {
    row: number;
    categories: readonly string[];
    weight: number;
    occurredAt: number;
  }): void {
    if (!Number.isFinite(event.weight) || !Number.isFinite(event.occurredAt)) return;
    const amount = trendingScore(event.weight, event.occurredAt);
    this.#add(WHOLE_SHOP, event.row, amount);
    for (const category of event.categories) this.#add(category, event.row, amount);
  }

  /** Adds all that another holds: partitions merged. */
  merge(other: Trending): void {
    for (const [category, trend] of other.#categories) {
      trend.forEach((row, amount) => {
        this.#add(category, row, amount);
      });
    }
  }

  /** Leaders of the shop or of the query's category; scores are weights decayed to its moment. */
  score({ now, category = WHOLE_SHOP }: Query, scores: RowScores, wanted: number): void {
    const trend = this.#categories.get(category);
    if (trend === undefined) return;
    const unit = trendingScore(1, now);
    for (const row of trend.leaders(this.#scratch).subarray(0, OVERFETCH * wanted)) {
      scores.set(row, trend.amountOf(row) / unit);
    }
  }

  /** Rows of the shop, or of one category, that trend most, best first: at most 1000. */
  leaders(category = WHOLE_SHOP): Int32Array {
    return this.#categories.get(category)?.leaders(this.#scratch) ?? new Int32Array(0);
  }

  #add(category: string, row: number, amount: number): void {
    let trend = this.#categories.get(category);
    if (trend === undefined) {
      trend = new CategoryTrend(this.#amounts, this.#categories.size);
      this.#categories.set(category, trend);
    }
    trend.add(row, amount);
  }
}
