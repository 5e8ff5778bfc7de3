import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { tsvector } from "./columns.ts";

/*
 * What search reads. No index serves full text or trigrams under row-level security: PostgreSQL
 * hands rows to such operators only after the policy has looked at each of them. So these tables are
 * closed to the application, have no policy (their column is `shop`, not `shop_id`), and are read
 * through functions of the schema that see the rows of the transaction's shop alone. Triggers on
 * products, variants, stock and categories keep them; nobody else writes to them.
 */
const shop = () => text("shop").notNull();

/**
 * One row for each product that shoppers may see. What is read of every match stands first: behind
 * texts of changing length it takes longer to reach.
 */
export const searchDocuments = pgTable(
  "search_documents",
  {
    shop: shop(),
    productId: text("product_id").notNull(),
    priceMinor: bigint("price_minor", { mode: "number" }).notNull(),
    inStock: boolean("in_stock").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    /** `choices` with commas between, as they are counted: thousands of these are joined at once. */
    choiceList: text("choice_list").notNull().generatedAlwaysAs(sql`search_list(choices)`),
    /** Ids in `search_values`: category, brand, seller, attributes, options of variants. */
    choices: integer("choices").array().notNull().default([]),
    category: text("category").notNull(),
    title: text("title").notNull(),
    /** Title, brand, categories, attributes: what the order goes by. */
    names: tsvector("names").notNull(),
    /** The same and the description: what is searched. */
    document: tsvector("document").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.shop, table.productId] }),
    index("search_documents_category").on(table.shop, table.category),
    index("search_documents_names").using("gin", table.names),
    index("search_documents_document").using("gin", table.document),
  ],
);

/** Values of attributes that one can choose by: a short number for each. */
export const searchValues = pgTable(
  "search_values",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    shop: shop(),
    name: text("name").notNull(),
    value: text("value").notNull(),
  },
  (table) => [uniqueIndex("search_values_once").on(table.shop, table.name, table.value)],
);

/** The shop's own words, for spelling; they only ever grow. */
export const searchWords = pgTable(
  "search_words",
  {
    shop: shop(),
    word: text("word").notNull(),
    stem: text("stem").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.shop, table.word] }),
    index("search_words_stem").on(table.shop, table.stem),
    index("search_words_trigram").using("gin", table.word.op("gin_trgm_ops")),
  ],
);
