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

export const refunds = pgTable(
  "refunds",
  {
    id: id(),
    shopId: shopId(),
    paymentId: uuid("payment_id")
      .notNull()
      .references(() => payments.id),
    amountMinor: bigint("amount_minor", { mode: "number" }).notNull(),
    reason: text("reason").notNull().default(""),
    providerReference: text("provider_reference"),
    /** `pending` counts against what can be refunded: the provider may have it already. */
    state: text("state").$type<"pending" | "done" | "failed">().notNull().default("done"),
    failureCode: text("failure_code"),
    lines: jsonb("lines").$type<{ position: number; quantity: number }[]>(),
    sellerId: uuid("seller_id"),
    /** What each seller's account bears of it. */
    shares: jsonb("shares")
      .$type<{ sellerId: string; amountMinor: number }[]>()
      .notNull()
      .default(emptyArray),
    createdAt: createdAt(),
    /** When the provider was last asked. */
    triedAt: instant("tried_at"),
    finishedAt: instant("finished_at"),
  },
  (table) => [
    index("refunds_payment").on(table.paymentId),
    index("refunds_open").on(table.shopId, table.state),
  ],
);

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
    /** When its writes were committed: it is done, whether its answer arrived or not. */
    doneAt: instant("done_at"),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.scope, table.key] })],
);

/** The books of the built-in test provider: what a real one keeps on its own machines. */
export const testIntents = pgTable("test_intents", {
  reference: text("reference").primaryKey(),
  shopId: shopId(),
  /** Our own payment, as we named it to the provider; also its idempotency key. */
  paymentId: uuid("payment_id").notNull(),
  clientSecret: text("client_secret").notNull(),
  amountMinor: bigint("amount_minor", { mode: "number" }).notNull(),
  currency: text("currency").notNull(),
  state: text("state")
    .$type<"requires_card" | "requires_challenge" | "processing" | "succeeded" | "cancelled">()
    .notNull(),
  refundedMinor: bigint("refunded_minor", { mode: "number" }).notNull().default(0),
  /** Refunds by our own id: each counts once. */
  refundIds: text("refund_ids").array().notNull().default([]),
  createdAt: createdAt(),
});

/** What the test provider still has to tell us, and has told. */
export const testDeliveries = pgTable(
  "test_deliveries",
  {
    eventId: text("event_id").primaryKey(),
    shopId: shopId(),
    body: jsonb("body").notNull(),
    dueAt: instant("due_at").notNull(),
    deliveredAt: instant("delivered_at"),
    attempts: integer("attempts").notNull().default(0),
  },
  (table) => [index("test_deliveries_due").on(table.shopId, table.deliveredAt, table.dueAt)],
);
