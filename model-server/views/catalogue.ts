import { ContentIndex } from "@slipstream/algorithms/content";
import { contentTerms } from "@slipstream/algorithms/content-terms";
import type { CatalogueItem } from "@slipstream/contracts/catalogue";

/** The list of the whole shop. */
const WHOLE_SHOP = "";
/** From this many products at once, lists are sorted afterwards instead of each put in its place. */
const BULK = 100;

/** The shop's products: by id, as lists of the newest, and by what they say of themselves. */
export class CatalogueView {
  /** Published products by their words. */
  readonly content = new ContentIndex();
  readonly #items = new Map<string, CatalogueItem>();
  /** Item ids, newest first. Every status: whoever reads filters. */
  readonly #newest = new Map<string, string[]>();
  readonly #leaves = new Set<string>();

  get size(): number {
    return this.#items.size;
  }

  get(itemId: string): CatalogueItem | undefined {
    return this.#items.get(itemId);
  }

  /** Slugs from the leaf up to the root; none for an unknown item. */
  categoriesOf(itemId: string): readonly string[] {
    return this.#items.get(itemId)?.categories ?? [];
  }

  /** Puts new values over old ones. */
  apply(items: readonly CatalogueItem[]): void {
    const bulk = items.length >= BULK;
    const touched = new Set<string>();
    for (const item of items) {
      if (item.status === "published") this.content.upsert(item.itemId, contentTerms(item));
      else this.content.remove(item.itemId);
      const old = this.#items.get(item.itemId);
      if (old !== undefined && isListedAlike(old, item)) {
        this.#items.set(item.itemId, item);
        continue;
      }
      if (old !== undefined) this.#unlist(old);
      this.#items.set(item.itemId, item);
      if (item.categories[0] !== undefined) this.#leaves.add(item.categories[0]);
      for (const category of listsOf(item)) {
        touched.add(category);
        this.#list(category, item, bulk);
      }
    }
    if (bulk) for (const category of touched) this.#sort(category);
  }

  /** Ids of the newest products of the shop, or of a category with all below it. */
  newest(category = WHOLE_SHOP): readonly string[] {
    return this.#newest.get(category) ?? [];
  }

  /** Every product once, the newest of each leaf category in turn. */
  *newestOfEachCategory(): IterableIterator<string> {
    const lists = [...this.#leaves].sort().map((leaf) => this.newest(leaf));
    const longest = lists.reduce((length, list) => Math.max(length, list.length), 0);
    const given = new Set<string>();
    for (let depth = 0; depth < longest; depth++) {
      for (const list of lists) {
        const itemId = list[depth];
        if (itemId === undefined || given.has(itemId)) continue;
        given.add(itemId);
        yield itemId;
      }
    }
    for (const itemId of this.newest()) if (!given.has(itemId)) yield itemId;
  }

  #list(category: string, item: CatalogueItem, bulk: boolean): void {
    const list = this.#newest.get(category);
    if (list === undefined) this.#newest.set(category, [item.itemId]);
    else list.splice(bulk ? list.length : this.#placeOf(list, item), 0, item.itemId);
  }

  #sort(category: string): void {
    const items = this.newest(category).map((itemId) => this.#items.get(itemId)!);
    this.#newest.set(
      category,
      items.sort(newestFirst).map(({ itemId }) => itemId),
    );
  }

  #unlist(item: CatalogueItem): void {
    for (const category of listsOf(item)) {
      const list = this.#newest.get(category) ?? [];
      const at = list.indexOf(item.itemId);
      if (at >= 0) list.splice(at, 1);
    }
  }

  /** Where an item goes in a list, by binary search. */
  #placeOf(list: readonly string[], item: CatalogueItem): number {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (newestFirst(this.#items.get(list[middle]!)!, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function listsOf(item: CatalogueItem): Set<string> {
  return new Set([WHOLE_SHOP, ...item.categories]);
}

function newestFirst(left: CatalogueItem, right: CatalogueItem): number {
  return right.createdAt - left.createdAt || (left.itemId < right.itemId ? -1 : 1);
}

function isListedAlike(left: CatalogueItem, right: CatalogueItem): boolean {
  const { length } = left.categories;
  if (left.createdAt !== right.createdAt || length !== right.categories.length) return false;
  return left.categories.every((category, at) => category === right.categories[at]);
}
