import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, real, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, instant, shopId } from "./columns.ts";

/**
 * How the stream stood, one row every ten seconds for two days. Of no shop: the stream is all shops'.
 * Lists have a number for each partition, in their order. Null: whoever knows did not answer.
 */
export const opsSamples = pgTable("ops_samples", {
  /** Rounded to the interval, so that of several processors one writes. */
  at: timestamp("at", { withTimezone: true }).primaryKey(),
  pending: integer("pending").array().notNull(),
  ackPending: integer("ack_pending").array().notNull(),
  lagSeconds: real("lag_seconds").array().notNull(),
  inPerSecond: real("in_per_second").array().notNull(),
  outPerSecond: real("out_per_second").array().notNull(),
  deadLetters: integer("dead_letters").notNull(),
  /** Outboxes of the shops' databases. */
  relayDepth: integer("relay_depth").notNull(),
  relayAgeSeconds: real("relay_age_seconds").notNull(),
  /** Outboxes of all hub shards. */
  hubDepth: integer("hub_depth"),
  hubAgeSeconds: real("hub_age_seconds"),
  /** Rails pushed within the last minute, and how long they took from their events, in ms. */
  rails: integer("rails"),
  p50Ms: real("p50_ms"),
  p99Ms: real("p99_ms"),
});

/** Replays of a part of the log that somebody asked for; the stream processor works them off. */
export const replayJobs = pgTable(
  "replay_jobs",
  {
    id: id(),
    shopId: shopId(),
    /** `live`: what is missing is published again. `shadow`: built anew beside what serves. */
    target: text("target").notNull(),
    /** Sequences on EVENTS, both included. */
    fromSequence: bigint("from_sequence", { mode: "number" }).notNull(),
    toSequence: bigint("to_sequence", { mode: "number" }).notNull(),
    /** `waiting`, `running`, `done`, `failed`, `stopped`. */
    state: text("state").notNull().default("waiting"),
    /** The last sequence that is done with. */
    reached: bigint("reached", { mode: "number" }),
    events: bigint("events", { mode: "number" }).notNull().default(0),
    /** What came of it, in words. */
    outcome: text("outcome"),
    askedBy: uuid("asked_by"),
    createdAt: createdAt(),
    startedAt: instant("started_at"),
    /** Of whoever took it last, another each time it is taken: who lost it writes no more. */
    worker: uuid("worker"),
    /** Renewed while somebody works on it: who died leaves it to the next. */
    aliveAt: instant("alive_at"),
    endedAt: instant("ended_at"),
  },
  (table) => [
    index("replay_jobs_shop").on(table.shopId, table.createdAt),
    index("replay_jobs_open").on(table.shopId).where(sql`${table.state} in ('waiting', 'running')`),
  ],
);
