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
import { createdAt, emptyJson, id, shopId, updatedAt } from "./columns.ts";
import { orders } from "./orders.ts";

export const paymentState = pgEnum("payment_state", [
  "requires_action",
  "authorised",
  "captured",
  "failed",
  "cancelled",
  "refunded",
]);

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
    /** What the buyer's page needs to go on with: a client secret, a challenge's address. */
    action: jsonb("action"),
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
  state: text("state").$type<"pending" | "done" | "failed">().notNull().default("done"),
  lines: jsonb("lines").$type<{ position: number; quantity: number }[]>(),
  sellerId: uuid("seller_id"),
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
