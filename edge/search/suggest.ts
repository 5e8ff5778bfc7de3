import type { Language } from "@slipstream/contracts/languages";
import type { Suggestions } from "@slipstream/contracts/search-api";
import type { ProductCard } from "@slipstream/contracts/shop-api";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Database, ShopTransaction } from "../database/database.ts";
import { pastQueries } from "./past-queries.ts";
import { type KnownWord, spell } from "./spelling.ts";
import { groupWords } from "./synonym-groups.ts";
import { synonymsOf } from "./synonyms.ts";
import { textQuery } from "./text-query.ts";
import { cleanQuery, wordsOf } from "./words.ts";

const MAX_PRODUCTS = 5;
const MAX_CATEGORIES = 3;
const MAX_SEARCHES = 4;
/** Products that are looked at: with two letters thousands fit, and all but the first few alike. */
const MAX_LOOKED_AT = 300;

const rowsSchema = z.array(z.object({ id: z.string() }));

/** What somebody may mean who has typed so far: their last word may go on. */
export async function suggest(options: {
  database: Database;
  catalogue: Catalogue;
  shop: string;
  typed: string;
}): Promise<Suggestions> {
  const { database, catalogue, shop } = options;
  const words = wordsOf(cleanQuery(options.typed));
  if (words.length === 0) return { searches: [], categories: [], products: [] };
  const [searches, ids] = await database.withShop(shop, (transaction) =>
    Promise.all([
      pastQueries(transaction, { beginning: words.join(" "), limit: MAX_SEARCHES }),
      findProducts(transaction, { shop, words, language: catalogue.language }),
    ]),
  );
  const cards = await catalogue.cards(ids);
  return {
    searches,
    categories: categoriesOf(catalogue, words),
    products: ids.flatMap((id) => {
      const card = cards.get(id);
      return card ? [suggested(card)] : [];
    }),
  };
}

async function findProducts(
  transaction: ShopTransaction,
  { shop, words, language }: { shop: string; words: readonly string[]; language: Language },
): Promise<string[]> {
  const [sets, known] = await Promise.all([
    synonymsOf(transaction, shop),
    spell(transaction, words, language),
  ]);
  const meant = known.filter(({ empty }, place) => !empty || place === known.length - 1);
  const groups = groupWords(meant.map(spelling), sets);
  const query = textQuery(groups, { lastGoesOn: true, relaxed: false, language });
  const statement = sql`
    select product_id as id from (
      select product_id, in_stock, created_at, ts_rank(names, ${query}) as rank
      from search_listing where names @@ ${query} limit ${sql.raw(String(MAX_LOOKED_AT))}
    ) found
    order by in_stock desc, rank desc, created_at desc, product_id
    limit ${sql.raw(String(MAX_PRODUCTS))}`;
  const rows = await transaction.execute(statement.inlineParams());
  return rowsSchema.parse([...rows]).map(({ id }) => id);
}

function spelling({ word, known, begins, correction }: KnownWord): string {
  return known || begins ? word : (correction ?? word);
}

/** Categories whose names have words that begin so. */
function categoriesOf(catalogue: Catalogue, words: readonly string[]): Suggestions["categories"] {
  return catalogue.categories
    .filter(({ name, productCount }) => {
      const parts = wordsOf(name);
      return productCount > 0 && words.every((word) => parts.some((part) => part.startsWith(word)));
    })
    .slice(0, MAX_CATEGORIES)
    .map(({ slug, name }) => ({ slug, name }));
}

function suggested(card: ProductCard): Suggestions["products"][number] {
  const { itemId, slug, title, priceMinor, currency, image, tint } = card;
  return { itemId, slug, title, priceMinor, currency, tint, ...(image ? { image } : {}) };
}
