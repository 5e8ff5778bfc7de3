import { ContentIndex } from "@slipstream/algorithms/content";
import { contentTerms } from "@slipstream/algorithms/content-terms";
import { grownBytes } from "@slipstream/algorithms/engine/grown";
import type { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import type { CatalogueItem } from "@slipstream/contracts/catalogue";

/** The list of the whole shop. */
const WHOLE_SHOP = "";
/** From this many products at once, lists are sorted later instead of each put in its place. */
const BULK = 100;

/** The shop's products: by row, as lists of the newest, and by what they say of themselves. */
export class CatalogueView {
  /** Published products by their words. */
  readonly content = new ContentIndex();
  readonly #ids: ItemIds;
  /** By row. */
  readonly #items: (CatalogueItem | undefined)[] = [];
  /** By row: 1 for what is published and in stock. Asked of every candidate: an item is far away. */
  #forSale = new Uint8Array(1024);
  /** Whoever has sold something. */
  readonly #sellers = new Set<string>();
  #size = 0;
  /** Rows, newest first. Every status: whoever reads filters. */
  readonly #newest = new Map<string, number[]>();
  /** Lists that many came into at once: sorted when they are read. */
  readonly #unsorted = new Set<string>();
  readonly #leaves = new Set<string>();

  constructor(ids: ItemIds) {
    this.#ids = ids;
  }

  get size(): number {
    return this.#size;
  }

  get(itemId: string): CatalogueItem | undefined {
    const row = this.#ids.rowOf(itemId);
    return row === undefined ? undefined : this.#items[row];
  }

  at(row: number): CatalogueItem | undefined {
    return this.#items[row];
  }

  isForSale(row: number): boolean {
    return this.#forSale[row] === 1;
  }

  /** Whether there is, or was, a product of theirs. */
  isSeller(userId: string): boolean {
    return this.#sellers.has(userId);
  }

  /** Slugs from the leaf up to the root; none for an unknown item. */
  categoriesOf(itemId: string): readonly string[] {
    return this.get(itemId)?.categories ?? [];
  }

  categoriesAt(row: number): readonly string[] {
    return this.#items[row]?.categories ?? [];
  }

  /** Puts new values over old ones. */
  apply(items: readonly CatalogueItem[]): void {
    const bulk = items.length >= BULK;
    for (const item of items) {
      const row = this.#ids.ensure(item.itemId);
      if (item.status === "published") this.content.upsert(row, contentTerms(item));
      else this.content.remove(row);
      const old = this.#put(row, item);
      if (old !== undefined && isListedAlike(old, item)) continue;
      if (old !== undefined) this.#unlist(row, old);
      if (item.categories[0] !== undefined) this.#leaves.add(item.categories[0]);
      for (const category of listsOf(item)) this.#list(category, row, bulk);
    }
  }

  /** Rows of the newest products of the shop, or of a category with all below it. */
  newest(category = WHOLE_SHOP): readonly number[] {
    this.#sort(category);
    return this.#newest.get(category) ?? [];
  }

  /** Every product once, the newest of each leaf category in turn. */
  *newestOfEachCategory(): IterableIterator<number> {
    const lists = [...this.#leaves].sort().map((leaf) => this.newest(leaf));
    const longest = lists.reduce((length, list) => Math.max(length, list.length), 0);
    const given = new Set<number>();
    for (let depth = 0; depth < longest; depth++) {
      for (const list of lists) {
        const row = list[depth];
        if (row === undefined || given.has(row)) continue;
        given.add(row);
        yield row;
      }
    }
    for (const row of this.newest()) if (!given.has(row)) yield row;
  }

  /** Puts an item at its row; what was there before comes back. */
  #put(row: number, item: CatalogueItem): CatalogueItem | undefined {
    while (this.#items.length <= row) this.#items.push(undefined);
    const old = this.#items[row];
    this.#items[row] = item;
    this.#forSale = grownBytes(this.#forSale, row + 1);
    this.#forSale[row] = item.status === "published" && item.inStock ? 1 : 0;
    if (item.sellerId !== undefined) this.#sellers.add(item.sellerId);
    if (old === undefined) this.#size++;
    return old;
  }

  #list(category: string, row: number, bulk: boolean): void {
    const list = this.#newest.get(category) ?? [];
    this.#newest.set(category, list);
    if (bulk) {
      list.push(row);
      this.#unsorted.add(category);
      return;
    }
    this.#sort(category);
    list.splice(this.#placeOf(list, row), 0, row);
  }

  #sort(category: string): void {
    if (!this.#unsorted.delete(category)) return;
    this.#newest.get(category)?.sort((left, right) => this.#compare(left, right));
  }

  #unlist(row: number, item: CatalogueItem): void {
    for (const category of listsOf(item)) {
      const list = this.#newest.get(category) ?? [];
      const at = list.indexOf(row);
      if (at >= 0) list.splice(at, 1);
    }
  }

  /** Where an item goes in a list, by binary search. */
  #placeOf(list: readonly number[], row: number): number {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(list[middle]!, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare(left: number, right: number): number {
    return newestFirst(this.#items[left]!, this.#items[right]!);
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
