import { DEFAULT_LANGUAGE, type Language, languages } from "@slipstream/contracts/languages";
import type { Category, ProductCard, ProductDetail } from "@slipstream/contracts/shop-api";
import { products } from "@slipstream/migrations/schema";
import { desc, inArray } from "drizzle-orm";
import type { Database, ShopTransaction } from "../database/database.ts";
import { log } from "../log.ts";
import { published, selectCards, toCard } from "./card-query.ts";
import {
  type Change,
  hasChanged,
  readChanges,
  readDelivery,
  readTree,
  versionOf,
} from "./catalogue-changes.ts";
import { readCategories } from "./category-query.ts";
import { selectDetails, toDetail } from "./detail-query.ts";
import { subtreeOf } from "./subtree.ts";
import { wordsOf } from "./translation.ts";

/** Younger than this, what is known is used as it is. */
const FRESH_MS = 500;
/** Younger than this, it is used while it is checked in the background. */
const USABLE_MS = 1_000;
/** A check that takes longer than this goes on in the background: the database is ill. */
const PATIENCE_MS = 250;
/** Everything is read anew after this: what no time of change tells (stock, counts). */
const RELOAD_MS = 60_000;
const MAX_CARDS = 20_000;
/** Products that are read whole with the catalogue, so that no page and no rail waits for them. */
const FIRST_PRODUCTS = 2_000;
const MAX_ANSWERS = 2_000;
/** All that is being read anew is not begun again for so long. */
const RELOAD_PATIENCE_MS = 10_000;
/** After a look that failed, the database is left alone for this long. */
const REST_MS = 5_000;

/** What this isolate knows of one shop's catalogue in one language. Data only: no I/O hangs on it. */
interface Known {
  language: Language;
  version: string;
  /** What the tree of categories and the delivery looked like. */
  tree: string;
  checkedAt: number;
  loadedAt: number;
  /** When it was last begun to read all of it again. */
  reloadedAt: number;
  /** Greatest time of change, in microseconds; what is later is news. */
  changedAt: number;
  /** Every product: true when shoppers may see it. */
  visible: Map<string, boolean>;
  cards: Map<string, ProductCard>;
  /** Products as they were when all was read; those that changed since are gone. */
  details: Map<string, ProductDetail>;
  idsBySlug: Map<string, string>;
  /** What was read of this version: products, pages of lists. */
  answers: Map<string, unknown>;
  categories: Category[];
  delivery: { minDays: number; maxDays: number } | undefined;
  /** Names and values of attributes and options, by the shop's own. */
  words: ReadonlyMap<string, string>;
}

/** By shop and language. */
const knownShops = new Map<string, Known>();
const keyOf = (shop: string, language: Language) => `${shop} ${language}`;

/** After a change of the shop's catalogue, the next request of this isolate looks at it again. */
export function expireCatalogue(shop: string): void {
  for (const language of languages) {
    const known = knownShops.get(keyOf(shop, language));
    if (known) known.checkedAt = Math.min(known.checkedAt, Date.now() - USABLE_MS);
  }
}

/**
 * One shop's catalogue as of at most a second ago, kept per isolate. While the database is away the
 * last state holds.
 */
export class Catalogue {
  readonly #database: Database;
  readonly #shop: string;
  readonly #known: Known;

  private constructor(database: Database, shop: string, known: Known) {
    this.#database = database;
    this.#shop = shop;
    this.#known = known;
  }

  /** Throws ProblemError `database_unavailable` when nothing is known yet and nothing can be read. */
  static async of(options: {
    database: Database;
    shop: string;
    /** Products and categories that have words in it are told in them. */
    language?: Language | undefined;
    waitUntil: (work: Promise<unknown>) => void;
  }): Promise<Catalogue> {
    const { database, shop, language = DEFAULT_LANGUAGE } = options;
    let known = knownShops.get(keyOf(shop, language));
    const age = known ? Date.now() - known.checkedAt : Number.POSITIVE_INFINITY;
    if (known && age >= FRESH_MS) {
      const checking = check(database, shop, known);
      options.waitUntil(checking);
      if (age >= USABLE_MS) known = await Promise.race([checking, later(PATIENCE_MS, known)]);
    }
    known ??= await load(database, shop, language);
    return new Catalogue(database, shop, known);
  }

  /** Changes when any product does. */
  get version(): string {
    return this.#known.version;
  }

  get language(): Language {
    return this.#known.language;
  }

  get categories(): readonly Category[] {
    return this.#known.categories;
  }

  /** In how many working days goods arrive; undefined where nothing is delivered. */
  get delivery(): { minDays: number; maxDays: number } | undefined {
    return this.#known.delivery;
  }

  /** A name or value of an attribute in the catalogue's language. */
  word(original: string): string {
    return this.#known.words.get(original) ?? original;
  }

  /** True when shoppers may see the product, false when it is hidden, undefined for an unknown one. */
  visibility(itemId: string): boolean | undefined {
    return this.#known.visible.get(itemId);
  }

  /** A product by its present slug, where it is known without a look at the database. */
  product(slug: string): ProductDetail | undefined {
    return this.#known.details.get(this.#known.idsBySlug.get(slug) ?? "");
  }

  /** Looks again before somebody is told that a product is unknown. */
  async recheck(): Promise<void> {
    if (Date.now() - this.#known.checkedAt > FRESH_MS / 5) {
      await check(this.#database, this.#shop, this.#known);
    }
  }

  /** The cards of those products that shoppers may see, by id; read `within` a transaction under way. */
  async cards(
    itemIds: readonly string[],
    within?: ShopTransaction,
  ): Promise<Map<string, ProductCard>> {
    const found = new Map<string, ProductCard>();
    const missing = new Set<string>();
    for (const itemId of itemIds) {
      const card = this.#known.cards.get(itemId);
      if (card) found.set(itemId, card);
      else if (this.visibility(itemId)) missing.add(itemId);
    }
    if (missing.size === 0) return found;
    const read = (transaction: ShopTransaction) =>
      selectCards(transaction, this.language).where(published(inArray(products.id, [...missing])));
    const rows = await (within ? read(within) : this.#database.withShop(this.#shop, read));
    const made = { nowMs: Date.now(), language: this.language };
    for (const row of rows) {
      const card = toCard(row, made);
      found.set(card.itemId, card);
      this.#known.cards.set(card.itemId, card);
    }
    forgetOldest(this.#known.cards, MAX_CARDS);
    return found;
  }

  /** What `read` answers, read once for each version of the catalogue. Each key has one type. */
  async remember<T>(key: string, read: () => Promise<T>): Promise<T> {
    const { answers } = this.#known;
    const known = answers.get(key);
    if (known !== undefined) return known as T;
    const answer = await read();
    answers.set(key, answer);
    forgetOldest(answers, MAX_ANSWERS);
    return answer;
  }

  /** A category and all below it, as slugs; undefined when there is none of that name. */
  subtree(slug: string): string[] | undefined {
    if (!this.categories.some((category) => category.slug === slug)) return undefined;
    return subtreeOf(slug, this.categories);
  }
}

function later<T>(delayMs: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(resolve, delayMs, value));
}

async function load(database: Database, shop: string, language: Language): Promise<Known> {
  const nowMs = Date.now();
  const made = { nowMs, language };
  const [changes, categories, delivery, tree, rows] = await database.withShop(shop, (transaction) =>
    Promise.all([
      readChanges(transaction),
      readCategories(transaction, language),
      readDelivery(transaction),
      readTree(transaction),
      selectDetails(transaction, language)
        .where(published())
        .orderBy(desc(products.updatedAt), products.id)
        .limit(FIRST_PRODUCTS),
    ]),
  );
  const changedAt = changes.at(-1)?.changedAt ?? 0;
  const details = rows.map((row) => toDetail(row, categories, made));
  const known: Known = {
    language,
    version: versionOf(changes, { changedAt, tree }),
    tree,
    checkedAt: nowMs,
    loadedAt: nowMs,
    reloadedAt: 0,
    changedAt,
    visible: new Map(changes.map((change) => [change.id, change.visible])),
    cards: new Map(rows.map((row) => [row.itemId, toCard(row, made)])),
    details: new Map(details.map((detail) => [detail.itemId, detail])),
    idsBySlug: new Map(details.map(({ slug, itemId }) => [slug, itemId])),
    answers: new Map(),
    categories,
    delivery,
    words: wordsOf(rows, language),
  };
  knownShops.set(keyOf(shop, language), known);
  return known;
}

/** Reads what changed since the last look; while the database is away, what is known holds. */
async function check(database: Database, shop: string, known: Known): Promise<Known> {
  const nowMs = Date.now();
  // Set first: others who come meanwhile use what there is.
  known.checkedAt = nowMs;
  try {
    if (nowMs - known.loadedAt > RELOAD_MS) return await reload(database, shop, known);
    const [changes, tree] = await database.withShop(shop, (transaction) =>
      Promise.all([readNews(transaction, known), readTree(transaction)]),
    );
    if (tree !== known.tree) return await reload(database, shop, known);
    if (changes) apply(known, changes);
  } catch (error) {
    log("warn", "the catalogue could not be checked", { shop, error });
    known.checkedAt = Date.now() + REST_MS;
  }
  return known;
}

/**
 * Reads everything anew. However long it takes, those who look meanwhile use what there is and do not
 * begin it as well; a request that ends in the middle of it is no hindrance for ever.
 */
async function reload(database: Database, shop: string, known: Known): Promise<Known> {
  const nowMs = Date.now();
  if (nowMs - known.reloadedAt < RELOAD_PATIENCE_MS) return known;
  known.reloadedAt = nowMs;
  return load(database, shop, known.language);
}

/** Undefined when nothing changed. */
async function readNews(
  transaction: ShopTransaction,
  { version, changedAt }: Known,
): Promise<Change[] | undefined> {
  return (await hasChanged(transaction, version)) ? readChanges(transaction, changedAt) : undefined;
}

function apply(known: Known, changes: readonly Change[]): void {
  const changedAt = changes.at(-1)?.changedAt ?? known.changedAt;
  const version = versionOf(changes, { changedAt, tree: known.tree });
  if (version === known.version) return;
  for (const change of changes) {
    known.visible.set(change.id, change.visible);
    known.cards.delete(change.id);
    known.details.delete(change.id);
  }
  // A new map: what is being read just now belongs to the version before.
  known.answers = new Map();
  known.changedAt = changedAt;
  known.version = version;
}

function forgetOldest(map: Map<string, unknown>, keep: number): void {
  for (const key of map.keys()) {
    if (map.size <= keep) return;
    map.delete(key);
  }
}
