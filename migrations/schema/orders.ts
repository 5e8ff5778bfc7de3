import { sql } from "drizzle-orm";
import {
  bigint,
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
import { createdAt, emptyArray, emptyJson, id, instant, shopId, updatedAt } from "./columns.ts";

export const orderState = pgEnum("order_state", [
  "created",
  "payment_pending",
  "paid",
  "partly_fulfilled",
  "fulfilled",
  "delivered",
  "cancelled",
  "return_requested",
  "returned",
  "refunded",
]);
export const orders = pgTable(
  "orders",
  {
    id: id(),
    shopId: shopId(),
    number: text("number").notNull(),
    visitorId: text("visitor_id"),
    userId: uuid("user_id"),
    cartId: uuid("cart_id"),
    state: orderState("state").notNull().default("created"),
    currency: text("currency").notNull(),
    subtotalMinor: bigint("subtotal_minor", { mode: "number" }).notNull(),
    discountMinor: bigint("discount_minor", { mode: "number" }).notNull().default(0),
    shippingMinor: bigint("shipping_minor", { mode: "number" }).notNull().default(0),
    /** Tax that comes on top of the prices: total = subtotal + tax + shipping − discount. */
    taxMinor: bigint("tax_minor", { mode: "number" }).notNull().default(0),
    /** Tax that the prices hold already. */
    taxIncludedMinor: bigint("tax_included_minor", { mode: "number" }).notNull().default(0),
    totalMinor: bigint("total_minor", { mode: "number" }).notNull(),
    email: text("email"),
    /** In which the buyer is written to. */
    language: text("language").notNull().default("en"),
    shippingAddress: jsonb("shipping_address"),
    billingAddress: jsonb("billing_address"),
    /** As chosen: id, name, days. */
    shippingMethod: jsonb("shipping_method"),
    /** Each rate with its base and tax. */
    taxLines: jsonb("tax_lines").notNull().default(emptyArray),
    discountCode: text("discount_code"),
    refundedMinor: bigint("refunded_minor", { mode: "number" }).notNull().default(0),
    /** For a guest's own look at the order: SHA-256 of the token in the link. */
    accessHash: text("access_hash"),
    /** An order that is not paid by then is cancelled. */
    expiresAt: instant("expires_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    placedAt: instant("placed_at"),
  },
  (table) => [
    uniqueIndex("orders_number").on(table.shopId, table.number),
    uniqueIndex("orders_cart").on(table.cartId),
    index("orders_user").on(table.shopId, table.userId),
    /** A guest who proves the address takes these over. */
    index("orders_guest_email")
      .on(table.shopId, sql`lower(${table.email})`)
      .where(sql`${table.userId} is null`),
    index("orders_created").on(table.shopId, table.createdAt),
    index("orders_due").on(table.shopId, table.state, table.expiresAt),
  ],
);

export const orderLines = pgTable(
  "order_lines",
  {
    shopId: shopId(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    sku: text("sku").notNull(),
    productId: text("product_id").notNull(),
    /** As sold: a later change of the product does not change the order. */
    title: text("title").notNull(),
    quantity: integer("quantity").notNull(),
    returnedQuantity: integer("returned_quantity").notNull().default(0),
    fulfilledQuantity: integer("fulfilled_quantity").notNull().default(0),
    /** Units that were taken out before they were sent; their money goes back. */
    cancelledQuantity: integer("cancelled_quantity").notNull().default(0),
    /** Who sells it; null: the shop itself. */
    sellerId: uuid("seller_id"),
    imageUrl: text("image_url"),
    options: jsonb("options").$type<Record<string, string>>().notNull().default(emptyJson),
    priceMinor: bigint("price_minor", { mode: "number" }).notNull(),
    /** Its part of the order's discount, and of the tax that comes on top. */
    discountMinor: bigint("discount_minor", { mode: "number" }).notNull().default(0),
    taxMinor: bigint("tax_minor", { mode: "number" }).notNull().default(0),
    /** The recommendation that the line is attributed to. */
    requestId: text("request_id"),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.position] }),
    index("order_lines_product").on(table.shopId, table.productId),
    index("order_lines_seller").on(table.shopId, table.sellerId),
  ],
);

/** What happened to an order, in order. */
export const orderEvents = pgTable(
  "order_events",
  {
    id: id(),
    shopId: shopId(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "cascade" }),
    kind: text("kind").notNull(),
    fromState: orderState("from_state"),
    toState: orderState("to_state"),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    data: jsonb("data").notNull().default(emptyJson),
    at: createdAt(),
  },
  (table) => [index("order_events_order").on(table.orderId, table.at)],
);

/** A parcel of one seller's lines. */
export const shipments = pgTable(
  "shipments",
  {
    id: id(),
    shopId: shopId(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "cascade" }),
    sellerId: uuid("seller_id"),
    carrier: text("carrier").notNull().default(""),
    trackingNumber: text("tracking_number").notNull().default(""),
    lines: jsonb("lines").$type<{ position: number; quantity: number }[]>().notNull(),
    shippedAt: createdAt(),
    deliveredAt: instant("delivered_at"),
  },
  (table) => [index("shipments_order").on(table.orderId)],
);

/** A buyer's wish to send lines of one seller back. */
export const orderReturns = pgTable(
  "order_returns",
  {
    id: id(),
    shopId: shopId(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "cascade" }),
    /** Who sold them; null: the shop itself. */
    sellerId: uuid("seller_id"),
    state: text("state")
      .$type<"requested" | "approved" | "refused" | "received" | "withdrawn">()
      .notNull(),
    lines: jsonb("lines").$type<{ position: number; quantity: number }[]>().notNull(),
    reason: text("reason").notNull().default(""),
    answer: text("answer").notNull().default(""),
    createdAt: createdAt(),
    decidedAt: instant("decided_at"),
  },
  (table) => [index("order_returns_order").on(table.orderId)],
);

/** What the shop owes its sellers, entry by entry; the sum is the balance. */
export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    id: id(),
    shopId: shopId(),
    sellerId: uuid("seller_id").notNull(),
    orderId: uuid("order_id"),
    kind: text("kind").$type<"sale" | "commission" | "refund" | "payout">().notNull(),
    amountMinor: bigint("amount_minor", { mode: "number" }).notNull(),
    currency: text("currency").notNull(),
    note: text("note").notNull().default(""),
    at: createdAt(),
  },
  (table) => [index("ledger_seller").on(table.shopId, table.sellerId, table.at)],
);
