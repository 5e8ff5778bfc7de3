import type { NameTranslations } from "@slipstream/contracts/translations";
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, emptyJson, id, instant, shopId, updatedAt } from "./columns.ts";

export const carts = pgTable(
  "carts",
  {
    id: id(),
    shopId: shopId(),
    visitorId: text("visitor_id"),
    userId: uuid("user_id"),
    currency: text("currency").notNull(),
    discountCode: text("discount_code"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    /** Set when it became an order: a cart is used once. */
    orderedAt: instant("ordered_at"),
  },
  (table) => [
    index("carts_visitor").on(table.shopId, table.visitorId),
    // A member has one cart at a time, on all devices.
    uniqueIndex("carts_user").on(table.shopId, table.userId).where(sql`ordered_at is null`),
    index("carts_idle").on(table.shopId, table.updatedAt).where(sql`ordered_at is null`),
  ],
);

export const cartLines = pgTable(
  "cart_lines",
  {
    shopId: shopId(),
    cartId: uuid("cart_id")
      .notNull()
      .references(() => carts.id, { onDelete: "cascade" }),
    sku: text("sku").notNull(),
    productId: text("product_id").notNull(),
    quantity: integer("quantity").notNull(),
    /** What it cost when it was put in: a change since is told. */
    priceMinor: bigint("price_minor", { mode: "number" }).notNull(),
    /** The recommendation that led here, for attribution. */
    requestId: text("request_id"),
    addedAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.cartId, table.sku] })],
);

/** A cart as somebody passed it on: its lines at that moment. */
export const cartShares = pgTable("cart_shares", {
  token: text("token").primaryKey(),
  shopId: shopId(),
  lines: jsonb("lines").$type<{ sku: string; quantity: number }[]>().notNull(),
  createdAt: createdAt(),
  expiresAt: instant("expires_at").notNull(),
});

/** Codes that make an order cheaper. */
export const discounts = pgTable(
  "discounts",
  {
    shopId: shopId(),
    /** Upper case. */
    code: text("code").notNull(),
    kind: text("kind").$type<"percent" | "amount" | "free_shipping">().notNull(),
    /** Hundredths of a percent, or minor units; 0 for free shipping. */
    value: bigint("value", { mode: "number" }).notNull(),
    minSubtotalMinor: bigint("min_subtotal_minor", { mode: "number" }).notNull().default(0),
    /** Null: all of the shop. */
    categorySlug: text("category_slug"),
    startsAt: instant("starts_at"),
    endsAt: instant("ends_at"),
    maxUses: integer("max_uses"),
    maxUsesPerCustomer: integer("max_uses_per_customer"),
    uses: integer("uses").notNull().default(0),
    active: boolean("active").notNull().default(true),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.code] })],
);

export const discountUses = pgTable(
  "discount_uses",
  {
    shopId: shopId(),
    code: text("code").notNull(),
    orderId: uuid("order_id").notNull(),
    /** The member's id, or the guest's address, hashed. */
    customer: text("customer").notNull(),
    at: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.code] }),
    index("discount_uses_customer").on(table.shopId, table.code, table.customer),
  ],
);

export const shippingMethods = pgTable(
  "shipping_methods",
  {
    shopId: shopId(),
    id: text("id").notNull(),
    name: text("name").notNull(),
    /** What it is called in other languages than the shop's own. */
    translations: jsonb("translations").$type<NameTranslations>().notNull().default(emptyJson),
    /** ISO 3166-1 alpha-2; empty: everywhere. */
    countries: text("countries").array().notNull().default([]),
    priceMinor: bigint("price_minor", { mode: "number" }).notNull(),
    /** Free from this sum of goods on. */
    freeFromMinor: bigint("free_from_minor", { mode: "number" }),
    minDays: integer("min_days").notNull(),
    maxDays: integer("max_days").notNull(),
    position: integer("position").notNull().default(0),
    active: boolean("active").notNull().default(true),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.id] })],
);

/** The tax of a country, or of a region or category within it: the closest match holds. */
export const taxRates = pgTable(
  "tax_rates",
  {
    shopId: shopId(),
    country: text("country").notNull(),
    region: text("region").notNull().default(""),
    categorySlug: text("category_slug").notNull().default(""),
    name: text("name").notNull(),
    /** What it is called in other languages than the shop's own. */
    translations: jsonb("translations").$type<NameTranslations>().notNull().default(emptyJson),
    rateBasisPoints: integer("rate_basis_points").notNull(),
    /** The shop's prices hold it already. */
    included: boolean("included").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.shopId, table.country, table.region, table.categorySlug] }),
  ],
);

/** What one unit of the shop's currency is shown as in another. */
export const currencyRates = pgTable(
  "currency_rates",
  {
    shopId: shopId(),
    currency: text("currency").notNull(),
    rate: doublePrecision("rate").notNull(),
    updatedAt: updatedAt(),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.currency] })],
);

/** Stock held for an order that is not paid yet. */
export const reservations = pgTable(
  "reservations",
  {
    shopId: shopId(),
    orderId: uuid("order_id").notNull(),
    sku: text("sku").notNull(),
    quantity: integer("quantity").notNull(),
    state: text("state").$type<"held" | "taken" | "released">().notNull().default("held"),
    expiresAt: instant("expires_at").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.sku] }),
    index("reservations_due").on(table.shopId, table.state, table.expiresAt),
  ],
);
