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
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, emptyJson, instant, shopId } from "./columns.ts";

/** The archive: every event once, with its place in the log. */
export const events = pgTable(
  "events",
  {
    shopId: shopId(),
    id: uuid("id").notNull(),
    /** Sequence on EVENTS: what deletion and rebuild go by. */
    streamSequence: bigint("stream_sequence", { mode: "number" }).notNull(),
    partition: integer("partition").notNull(),
    type: text("type").notNull(),
    visitorId: text("visitor_id").notNull(),
    sessionId: text("session_id").notNull(),
    userId: text("user_id"),
    itemId: text("item_id"),
    orderId: text("order_id"),
    quantity: integer("quantity"),
    priceMinor: bigint("price_minor", { mode: "number" }),
    currency: text("currency"),
    rating: doublePrecision("rating"),
    placement: text("placement"),
    requestId: text("request_id"),
    occurredAt: instant("occurred_at").notNull(),
    receivedAt: instant("received_at").notNull(),
    /** The whole event as it lay on the stream. */
    body: jsonb("body").notNull(),
    anonymised: boolean("anonymised").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.shopId, table.id] }),
    // With the time, so that a part of the log is found by it in the index alone.
    index("events_sequence").on(table.shopId, table.streamSequence, table.receivedAt),
    index("events_visitor").on(table.shopId, table.visitorId, table.occurredAt),
    // Who saw a rail lately: of them an experiment's size is planned.
    index("events_impressions")
      .on(table.shopId, table.placement, table.receivedAt)
      .where(sql`${table.type} = 'impression'`),
    index("events_user").on(table.shopId, table.userId).where(sql`${table.userId} is not null`),
  ],
);

/** How far the archive has read EVENTS; written in the transaction of the rows. */
export const archiveWatermarks = pgTable("archive_watermarks", {
  stream: text("stream").primaryKey(),
  sequence: bigint("sequence", { mode: "number" }).notNull(),
});

/** Facts of the shop on their way to the streams: written in the transaction of the fact. */
export const outbox = pgTable(
  "outbox",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    shopId: shopId(),
    /**
     * `event` goes to EVENTS through the hub's numbering; `catalogue`, `rules`, `switches` and
     * `models` say that something of that kind changed: LEARN tells it.
     */
    kind: text("kind").notNull(),
    payload: jsonb("payload").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index("outbox_shop").on(table.shopId, table.id),
    // While the edge is away facts pile up; changes of the catalogue are found among them at once.
    index("outbox_changes").on(table.shopId, table.id).where(sql`${table.kind} <> 'event'`),
  ],
);

/** Answers to "may we remember you?", as evidence. */
export const consents = pgTable(
  "consents",
  {
    shopId: shopId(),
    visitorId: text("visitor_id").notNull(),
    at: createdAt(),
    choice: text("choice").notNull(),
    policyVersion: text("policy_version").notNull(),
    details: jsonb("details").notNull().default(emptyJson),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.visitorId, table.at] })],
);
