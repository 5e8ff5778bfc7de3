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
import { createdAt, emptyJson, id, instant, shopId, updatedAt } from "./columns.ts";

export const orderState = pgEnum("order_state", [
  "draft",
  "awaiting_payment",
  "paid",
  "packed",
  "shipped",
  "delivered",
  "cancelled",
  "returned",
]);
export const paymentState = pgEnum("payment_state", [
  "requires_action",
  "authorised",
  "captured",
  "failed",
  "cancelled",
  "refunded",
]);

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
    index("carts_user").on(table.shopId, table.userId),
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
    /** The recommendation that led here, for attribution. */
    requestId: text("request_id"),
    addedAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.cartId, table.sku] })],
);

export const orders = pgTable(
  "orders",
  {
    id: id(),
    shopId: shopId(),
    number: text("number").notNull(),
    visitorId: text("visitor_id"),
    userId: uuid("user_id"),
    cartId: uuid("cart_id"),
    state: orderState("state").notNull().default("draft"),
    currency: text("currency").notNull(),
    subtotalMinor: bigint("subtotal_minor", { mode: "number" }).notNull(),
    discountMinor: bigint("discount_minor", { mode: "number" }).notNull().default(0),
    shippingMinor: bigint("shipping_minor", { mode: "number" }).notNull().default(0),
    taxMinor: bigint("tax_minor", { mode: "number" }).notNull().default(0),
    totalMinor: bigint("total_minor", { mode: "number" }).notNull(),
    email: text("email"),
    shippingAddress: jsonb("shipping_address"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    placedAt: instant("placed_at"),
  },
  (table) => [
    uniqueIndex("orders_number").on(table.shopId, table.number),
    uniqueIndex("orders_cart").on(table.cartId),
    index("orders_user").on(table.shopId, table.userId),
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
    priceMinor: bigint("price_minor", { mode: "number" }).notNull(),
    /** The recommendation that the line is attributed to. */
    requestId: text("request_id"),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.position] })],
);

export const payments = pgTable(
  "payments",
  {
    id: id(),
    shopId: shopId(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
    provider: text("provider").notNull(),
    providerReference: text("provider_reference"),
    state: paymentState("state").notNull(),
    amountMinor: bigint("amount_minor", { mode: "number" }).notNull(),
    currency: text("currency").notNull(),
    failureCode: text("failure_code"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index("payments_order").on(table.orderId),
    uniqueIndex("payments_reference").on(table.provider, table.providerReference),
  ],
);

export const refunds = pgTable("refunds", {
  id: id(),
  shopId: shopId(),
  paymentId: uuid("payment_id")
    .notNull()
    .references(() => payments.id),
  amountMinor: bigint("amount_minor", { mode: "number" }).notNull(),
  reason: text("reason").notNull().default(""),
  providerReference: text("provider_reference"),
  createdAt: createdAt(),
});

/** Provider webhooks that were handled: each once, whatever order they come in. */
export const paymentWebhooks = pgTable(
  "payment_webhooks",
  {
    provider: text("provider").notNull(),
    eventId: text("event_id").notNull(),
    shopId: shopId(),
    payload: jsonb("payload").notNull().default(emptyJson),
    receivedAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.provider, table.eventId] })],
);

/** First answers of requests with an Idempotency-Key. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    shopId: shopId(),
    scope: text("scope").notNull(),
    key: text("key").notNull(),
    requestHash: text("request_hash").notNull(),
    status: integer("status"),
    body: jsonb("body"),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.scope, table.key] })],
);
