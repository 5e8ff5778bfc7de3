import { setTimeout as sleep } from "node:timers/promises";
import { type ConsumerMessages, DeliverPolicy, type JetStreamClient } from "@nats-io/jetstream";
import { decodeCatalogue } from "@slipstream/contracts/catalogue";
import { parseLearnSubject, streams, subjects } from "@slipstream/contracts/subjects";
import type { Logger } from "pino";
import type postgres from "postgres";
import type { Database } from "../archive/database.ts";
import { inShop } from "../archive/in-shop.ts";

/** Levels of categories that are followed upwards. */
const MAX_DEPTH = 12;
/** Tries to read a shop's products before its events go on without, and the pause between two. */
const MAX_TRIES = 5;
const RETRY_MS = 400;
/** After that so long until the next try. */
const REST_MS = 5_000;

/** Which categories each product is in, leaf first: what trending is counted by. */
export class CategoryView {
  readonly #database: Database;
  readonly #log: Logger;
  readonly #shops = new Map<string, Map<string, readonly string[]>>();
  /** Shops that could not be read, and when they may be asked for again. */
  readonly #unread = new Map<string, number>();
  #messages: ConsumerMessages | undefined;

  constructor(options: { database: Database; log: Logger }) {
    this.#database = options.database;
    this.#log = options.log;
  }

  categoriesOf(shop: string, itemId: string): readonly string[] {
    return this.#shops.get(shop)?.get(itemId) ?? [];
  }

  /**
   * Reads the products of shops that are not known yet. A database that has just been started
   * again is waited for, one that is away is not: a shop goes on with its whole-shop trending
   * alone until it can be read.
   */
  async ensure(shops: Iterable<string>): Promise<void> {
    for (const shop of shops) {
      const retryAtMs = this.#unread.get(shop);
      if (this.#shops.has(shop) && (retryAtMs ?? Number.POSITIVE_INFINITY) > performance.now()) {
        continue;
      }
      // What is told of meanwhile is newer than what is read.
      const items = this.#shops.get(shop) ?? new Map<string, readonly string[]>();
      this.#shops.set(shop, items);
      const read = await this.#read(shop, retryAtMs === undefined ? MAX_TRIES : 1);
      if (read === undefined) {
        this.#unread.set(shop, performance.now() + REST_MS);
        continue;
      }
      this.#unread.delete(shop);
      for (const [itemId, path] of read) {
        if (!items.has(itemId)) items.set(itemId, path);
      }
    }
  }

  /** Follows changes of the catalogue from now on. */
  async follow(client: JetStreamClient): Promise<void> {
    if (this.#messages !== undefined) return;
    const consumer = await client.consumers.get(streams.learn, {
      filter_subjects: subjects.catalogue("*"),
      deliver_policy: DeliverPolicy.New,
    });
    this.#messages = await consumer.consume({
      callback: ({ subject, data }) => this.#apply(subject, data),
    });
  }

  async stop(): Promise<void> {
    await this.#messages?.close();
  }

  async #read(shop: string, tries: number): Promise<Map<string, string[]> | undefined> {
    for (let left = tries; left > 0; left--) {
      try {
        return await this.#database.use((sql) => readCategories(sql, shop));
      } catch (error) {
        this.#log.error({ err: error, shop }, "the catalogue could not be read");
        if (left > 1) await sleep(RETRY_MS);
      }
    }
    return undefined;
  }

  #apply(subject: string, data: Uint8Array): void {
    const shop = parseLearnSubject(subject)?.shop;
    const items = shop === undefined ? undefined : this.#shops.get(shop);
    if (items === undefined) return;
    try {
      for (const { itemId, categories } of decodeCatalogue(data).items) {
        items.set(itemId, categories);
      }
    } catch (error) {
      this.#log.error({ err: error, subject }, "a change of the catalogue could not be read");
    }
  }
}

async function readCategories(sql: postgres.Sql, shop: string): Promise<Map<string, string[]>> {
  const [categories, products] = await inShop(sql, shop, async (transaction) => {
    return [
      await transaction`select slug, parent_slug from categories`,
      await transaction`select id, category_slug from products`,
    ] as const;
  });
  const parents = new Map<string, string | null>(
    categories.map((row) => [row.slug, row.parent_slug]),
  );
  return new Map(products.map((row) => [row.id, pathUpwards(row.category_slug, parents)]));
}

function pathUpwards(leaf: string, parents: ReadonlyMap<string, string | null>): string[] {
  const path: string[] = [];
  for (
    let slug: string | null | undefined = leaf;
    slug && path.length < MAX_DEPTH && !path.includes(slug);
    slug = parents.get(slug)
  ) {
    path.push(slug);
  }
  return path;
}
