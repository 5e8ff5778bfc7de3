import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, shopId, updatedAt } from "./columns.ts";

/** What people decide about rails and lists, above what is learnt. */
export const merchandisingRules = pgTable(
  "merchandising_rules",
  {
    id: id(),
    shopId: shopId(),
    name: text("name").notNull(),
    kind: text("kind").$type<"pin" | "boost" | "bury" | "exclude">().notNull(),
    /** Which products it moves: those that fit every part that is there. */
    target: jsonb("target")
      .$type<{ itemIds?: string[]; category?: string; brand?: string; sellerId?: string }>()
      .notNull(),
    /** Placements where it holds; empty: everywhere. */
    placements: text("placements").array().notNull().default([]),
    /** Only where the page is about a product of this category; null: everywhere. */
    contextCategory: text("context_category"),
    /** From 0; of a pin. */
    position: integer("position"),
    /** Added to (boost) or taken from (bury) the normalised score. */
    strength: doublePrecision("strength"),
    startsAt: instant("starts_at"),
    endsAt: instant("ends_at"),
    active: boolean("active").notNull().default(true),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index("merchandising_rules_shop").on(table.shopId)],
);

/** Settings that admins change while all runs. */
export const settings = pgTable(
  "settings",
  {
    shopId: shopId(),
    name: text("name").notNull(),
    value: jsonb("value").notNull(),
    changedBy: uuid("changed_by"),
    changedAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.name] })],
);

/** What people searched for: suggestions, and what the shop lacks. */
export const searchQueries = pgTable(
  "search_queries",
  {
    shopId: shopId(),
    query: text("query").notNull(),
    searches: integer("searches").notNull().default(1),
    results: integer("results").notNull(),
    lastAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.shopId, table.query] }),
    index("search_queries_often").on(table.shopId, table.searches),
  ],
);

/** Words that mean the same in this shop's searches. */
export const synonyms = pgTable("synonyms", {
  id: id(),
  shopId: shopId(),
  terms: text("terms").array().notNull(),
  createdAt: createdAt(),
});

/** Pictures that were uploaded: the object in the bucket is named by its content. */
export const uploads = pgTable(
  "uploads",
  {
    shopId: shopId(),
    /** SHA-256 of the bytes, lower-case hex. */
    sha256: text("sha256").notNull(),
    contentType: text("content_type").notNull(),
    bytes: integer("bytes").notNull(),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    uploadedBy: uuid("uploaded_by"),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.sha256] })],
);
