import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
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
import { bytea, createdAt, emptyJson, id, instant, shopId, updatedAt } from "./columns.ts";

export const modelStage = pgEnum("model_stage", [
  "candidate",
  "shadow",
  "canary",
  "champion",
  "retired",
]);

/** Checkpoints of item factors and content vectors: FactorRecord bytes or plain floats. */
export const embeddings = pgTable(
  "embeddings",
  {
    shopId: shopId(),
    itemId: text("item_id").notNull(),
    /** `factor` (online), `content` (text and attributes), or a model's name. */
    kind: text("kind").notNull(),
    spaceId: integer("space_id").notNull(),
    version: bigint("version", { mode: "number" }).notNull(),
    bytes: bytea("bytes").notNull(),
    updatedAt: updatedAt(),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.itemId, table.kind] })],
);

/** How far each checkpoint of factors has learnt. */
export const checkpoints = pgTable(
  "checkpoints",
  {
    shopId: shopId(),
    kind: text("kind").notNull(),
    eventSequence: bigint("event_sequence", { mode: "number" }).notNull(),
    items: integer("items").notNull(),
    at: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.kind] })],
);

export const userFeatures = pgTable(
  "user_features",
  {
    shopId: shopId(),
    userId: text("user_id").notNull(),
    spaceId: integer("space_id").notNull(),
    factor: bytea("factor"),
    features: jsonb("features").notNull().default(emptyJson),
    updatedAt: updatedAt(),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.userId] })],
);

/** The registry: one row a trained model, its artefact in the object store. */
export const models = pgTable(
  "models",
  {
    id: id(),
    shopId: shopId(),
    name: text("name").notNull(),
    version: text("version").notNull(),
    stage: modelStage("stage").notNull().default("candidate"),
    metrics: jsonb("metrics").notNull().default(emptyJson),
    dataFrom: instant("data_from"),
    dataTo: instant("data_to"),
    featureHash: text("feature_hash"),
    sha256: text("sha256"),
    spaceId: integer("space_id"),
    /** Where its files are, in the object store. */
    artefact: text("artefact"),
    /** All that the training says of it. */
    manifest: jsonb("manifest").notNull().default(emptyJson),
    trafficShare: doublePrecision("traffic_share").notNull().default(0),
    createdAt: createdAt(),
    stageChangedAt: instant("stage_changed_at"),
  },
  (table) => [
    uniqueIndex("models_version").on(table.shopId, table.name, table.version),
    uniqueIndex("models_champion")
      .on(table.shopId, table.name)
      .where(sql`${table.stage} = 'champion'`),
  ],
);

export const experiments = pgTable(
  "experiments",
  {
    id: id(),
    shopId: shopId(),
    name: text("name").notNull(),
    layer: text("layer").notNull(),
    salt: text("salt").notNull(),
    state: text("state").notNull().default("draft"),
    /** `[{name, share, settings}]` */
    arms: jsonb("arms").notNull(),
    targeting: jsonb("targeting").notNull().default(emptyJson),
    metrics: jsonb("metrics").notNull().default(emptyJson),
    plannedSampleSize: integer("planned_sample_size"),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    decision: text("decision"),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex("experiments_name").on(table.shopId, table.name)],
);

/** Exposure: logged when an arm was shown, not when it was assigned. */
export const exposures = pgTable(
  "exposures",
  {
    shopId: shopId(),
    experimentId: uuid("experiment_id")
      .notNull()
      .references(() => experiments.id),
    visitorId: text("visitor_id").notNull(),
    arm: text("arm").notNull(),
    firstShownAt: instant("first_shown_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.experimentId, table.visitorId] }),
    index("exposures_arm").on(table.experimentId, table.arm),
  ],
);

/** Kill switches and other settings that ops change while all runs. */
export const switches = pgTable(
  "switches",
  {
    shopId: shopId(),
    name: text("name").notNull(),
    enabled: boolean("enabled").notNull(),
    changedBy: uuid("changed_by"),
    changedAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.name] })],
);
