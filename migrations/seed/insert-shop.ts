import postgres from "postgres";
import { insertPrices } from "./insert-prices.ts";
import { insertCategories, insertProducts } from "./insert-products.ts";
import { insertReviews } from "./insert-reviews.ts";
import type { ShopSeed } from "./shop-seed.ts";

/** What became of a shop's catalogue. */
export interface ShopInserted {
  products: number;
  /** False when the very same catalogue was there already. */
  loaded: boolean;
}

/**
 * Brings a shop and its catalogue to what the seed says, in one transaction. `hash` stands for all
 * that the seed is made of: where the shop has that very one, the seed is not even made. A newer
 * seed changes products in place and hides those that it no longer names; stock of variants that
 * were there stays.
 */
export async function insertShop(options: {
  ownerUrl: string;
  shop: string;
  hash: string;
  makeSeed: () => ShopSeed | Promise<ShopSeed>;
}): Promise<ShopInserted> {
  const { shop, hash } = options;
  const sql = postgres(options.ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const there = await productsOf(sql, shop, hash);
    if (there !== undefined) return { products: there, loaded: false };
    const seed = await options.makeSeed();
    await sql.begin(async (transaction) => {
      await transaction`select set_config('app.shop', ${shop}, true)`;
      await insertShopRow(transaction, seed, hash);
      await insertCategories(transaction, seed);
      await insertProducts(transaction, seed);
      await insertPrices(transaction, seed);
      if (seed.reviews) await insertReviews(transaction, shop, seed.reviews);
    });
    return { products: seed.catalogue.products.length, loaded: true };
  } finally {
    await sql.end();
  }
}

/** How many products the seed of that hash had; undefined when another one, or none, was loaded. */
async function productsOf(
  sql: postgres.Sql,
  shop: string,
  hash: string,
): Promise<number | undefined> {
  const [row] = await sql<{ products: number }[]>`
    select (settings->>'seedProducts')::int as products from shops
    where id = ${shop} and settings->>'seedHash' = ${hash}`;
  return row?.products;
}

async function insertShopRow(
  sql: postgres.TransactionSql,
  { shop, catalogue }: ShopSeed,
  seedHash: string,
): Promise<void> {
  const settings = sql.json({ seedHash, seedProducts: catalogue.products.length });
  await sql`
    insert into shops (id, name, hosts, currency, locale, simulated, provenance, translations,
      settings)
    values (${shop.id}, ${shop.name}, ${shop.hosts}, ${shop.currency}, ${shop.locale},
      ${shop.simulated}, ${shop.provenance}, ${sql.json(shop.translations ?? {})}, ${settings})
    on conflict (id) do update set name = excluded.name, hosts = excluded.hosts,
      currency = excluded.currency, locale = excluded.locale, simulated = excluded.simulated,
      provenance = excluded.provenance, translations = excluded.translations,
      settings = shops.settings || excluded.settings`;
}
