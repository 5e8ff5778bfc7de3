import type { ProductTranslations } from "@slipstream/contracts/translations";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, emptyJson, id, instant, shopId, updatedAt } from "./columns.ts";

export const productStatus = pgEnum("product_status", ["draft", "published", "hidden", "deleted"]);

export const categories = pgTable(
  "categories",
  {
    shopId: shopId(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    parentSlug: text("parent_slug"),
    /** A key of the illustrations' tints: the ground behind this category's pictures. */
    tint: text("tint").notNull(),
    position: integer("position").notNull().default(0),
    /** Name and description in other languages than the shop's own, by language. */
    translations: jsonb("translations").$type<CategoryTranslations>().notNull().default(emptyJson),
  },
  (table) => [
    primaryKey({ columns: [table.shopId, table.slug] }),
    foreignKey({
      columns: [table.shopId, table.parentSlug],
      foreignColumns: [table.shopId, table.slug],
    }).onUpdate("cascade"),
  ],
);

type CategoryTranslations = Record<string, { name: string; description: string }>;

/** Products. The id is the shop's own and is what events, factors and keys speak of. */
export const products = pgTable(
  "products",
  {
    shopId: shopId(),
    id: text("id").notNull(),
    slug: text("slug").notNull(),
    title: text("title").notNull(),
    description: text("description").notNull().default(""),
    categorySlug: text("category_slug").notNull(),
    brand: text("brand").notNull().default(""),
    attributes: jsonb("attributes").$type<Record<string, string>>().notNull().default(emptyJson),
    /** The lowest price of its variants, in minor units. */
    priceMinor: bigint("price_minor", { mode: "number" }).notNull(),
    currency: text("currency").notNull(),
    /** Its texts in other languages than the shop's own, by language. */
    translations: jsonb("translations").$type<ProductTranslations>().notNull().default(emptyJson),
    consumable: boolean("consumable").notNull().default(false),
    status: productStatus("status").notNull().default("published"),
    sellerId: uuid("seller_id"),
    /** Of its published reviews: how many, and the sum of their stars. */
    ratingCount: integer("rating_count").notNull().default(0),
    ratingSum: integer("rating_sum").notNull().default(0),
    /** Grows with each change: cached pages are keyed by it. */
    version: integer("version").notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    primaryKey({ columns: [table.shopId, table.id] }),
    uniqueIndex("products_slug").on(table.shopId, table.slug),
    index("products_category").on(table.shopId, table.categorySlug, table.status),
    index("products_created").on(table.shopId, table.createdAt),
    index("products_updated").on(table.shopId, table.updatedAt),
    foreignKey({
      columns: [table.shopId, table.categorySlug],
      foreignColumns: [categories.shopId, categories.slug],
    }).onUpdate("cascade"),
  ],
);

/** Old slugs of categories, so that links go on working. */
export const categoryRedirects = pgTable(
  "category_redirects",
  {
    shopId: shopId(),
    slug: text("slug").notNull(),
    categorySlug: text("category_slug").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.shopId, table.slug] }),
    foreignKey({
      name: "category_redirects_category_fk",
      columns: [table.shopId, table.categorySlug],
      foreignColumns: [categories.shopId, categories.slug],
    })
      .onUpdate("cascade")
      .onDelete("cascade"),
  ],
);

/** Old slugs, so that links go on working. */
export const productRedirects = pgTable(
  "product_redirects",
  {
    shopId: shopId(),
    slug: text("slug").notNull(),
    productId: text("product_id").notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.slug] })],
);

export const variants = pgTable(
  "variants",
  {
    shopId: shopId(),
    sku: text("sku").notNull(),
    productId: text("product_id").notNull(),
    options: jsonb("options").$type<Record<string, string>>().notNull().default(emptyJson),
    priceMinor: bigint("price_minor", { mode: "number" }).notNull(),
    position: integer("position").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.shopId, table.sku] }),
    index("variants_product").on(table.shopId, table.productId),
    foreignKey({
      columns: [table.shopId, table.productId],
      foreignColumns: [products.shopId, products.id],
    }).onDelete("cascade"),
  ],
);

/** Stock of a variant: on hand, and of that reserved for unpaid orders. */
export const inventory = pgTable(
  "inventory",
  {
    shopId: shopId(),
    sku: text("sku").notNull(),
    onHand: integer("on_hand").notNull(),
    reserved: integer("reserved").notNull().default(0),
    updatedAt: updatedAt(),
  },
  (table) => [
    primaryKey({ columns: [table.shopId, table.sku] }),
    foreignKey({
      columns: [table.shopId, table.sku],
      foreignColumns: [variants.shopId, variants.sku],
    }).onDelete("cascade"),
  ],
);

export const productImages = pgTable(
  "product_images",
  {
    shopId: shopId(),
    productId: text("product_id").notNull(),
    position: integer("position").notNull(),
    /** A path on the shop's own host. */
    url: text("url").notNull(),
    alt: text("alt").notNull(),
    width: integer("width"),
    height: integer("height"),
  },
  (table) => [
    primaryKey({ columns: [table.shopId, table.productId, table.position] }),
    // A hash: an address may be longer than a sorted index takes.
    index("product_images_url").using("hash", table.url),
    foreignKey({
      columns: [table.shopId, table.productId],
      foreignColumns: [products.shopId, products.id],
    }).onDelete("cascade"),
  ],
);

export const reviews = pgTable(
  "reviews",
  {
    id: id(),
    shopId: shopId(),
    productId: text("product_id").notNull(),
    userId: uuid("user_id").notNull(),
    orderId: uuid("order_id"),
    rating: integer("rating").notNull(),
    title: text("title").notNull().default(""),
    body: text("body").notNull().default(""),
    state: text("state").$type<"pending" | "published" | "refused">().notNull().default("pending"),
    /** Why it was refused, for its writer. */
    refusal: text("refusal").notNull().default(""),
    /** How many votes it has. */
    helpful: integer("helpful").notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    moderatedAt: instant("moderated_at"),
  },
  (table) => [
    uniqueIndex("reviews_once").on(table.shopId, table.productId, table.userId),
    index("reviews_queue").on(table.shopId, table.state, table.updatedAt),
    index("reviews_product").on(table.shopId, table.productId, table.state),
  ],
);

/** Members who found a review helpful, each once. */
export const reviewVotes = pgTable(
  "review_votes",
  {
    shopId: shopId(),
    reviewId: uuid("review_id")
      .notNull()
      .references(() => reviews.id, { onDelete: "cascade" }),
    userId: uuid("user_id").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.reviewId, table.userId] }),
    index("review_votes_user").on(table.shopId, table.userId),
  ],
);
