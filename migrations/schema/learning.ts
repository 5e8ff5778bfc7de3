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
import {
  bytea,
  createdAt,
  emptyArray,
  emptyJson,
  id,
  instant,
  shopId,
  updatedAt,
} from "./columns.ts";

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
    /** When it became champion first; null for one that never was, or that was rolled back. */
    championedAt: instant("championed_at"),
  },
  (table) => [
    uniqueIndex("models_version").on(table.shopId, table.name, table.version),
    uniqueIndex("models_champion")
      .on(table.shopId, table.name)
      .where(sql`${table.stage} = 'champion'`),
  ],
);

/** What model servers saw of a version in one stage, a row a server and minute, each with its sums. */
export const modelFigures = pgTable(
  "model_figures",
  {
    shopId: shopId(),
    name: text("name").notNull(),
    version: text("version").notNull(),
    stage: modelStage("stage").notNull(),
    trafficShare: doublePrecision("traffic_share").notNull(),
    server: text("server").notNull(),
    minute: instant("minute").notNull(),
    figures: jsonb("figures").notNull(),
  },
  (table) => [
    primaryKey({
      name: "model_figures_pk",
      columns: [
        table.shopId,
        table.name,
        table.version,
        table.stage,
        table.trafficShare,
        table.minute,
        table.server,
      ],
    }),
    index("model_figures_minute").on(table.shopId, table.minute),
  ],
);

/** What the elected model server found last of a name: how its canary does, how far data drifted. */
export const modelReports = pgTable(
  "model_reports",
  {
    shopId: shopId(),
    name: text("name").notNull(),
    /** `canary`, `champion`, `drift`, `policies`, `sources` or `trainings`. */
    kind: text("kind").notNull(),
    report: jsonb("report").notNull(),
    at: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.name, table.kind] })],
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
    /** `fixed`, `adaptive` or `interleaved`. */
    kind: text("kind").notNull().default("fixed"),
    hypothesis: text("hypothesis").notNull().default(""),
    /** The metric that decides, and the least relative change of it that is worth finding. */
    metric: text("metric").notNull().default("click_through"),
    effect: doublePrecision("effect").notNull().default(0.05),
    /** `[{name, share, settings}]`, the control first; shares of an adaptive one change. */
    arms: jsonb("arms").notNull(),
    /** `[{fromMs, shares}]`, the oldest first, where shares have changed: visitors keep their arm. */
    shareSteps: jsonb("share_steps").notNull().default(emptyArray),
    /** Its part of the layer: no other running experiment has it. */
    layerFrom: doublePrecision("layer_from").notNull().default(0),
    layerShare: doublePrecision("layer_share").notNull().default(1),
    /** `[{hours, share}]` */
    ramp: jsonb("ramp").notNull().default(emptyArray),
    targeting: jsonb("targeting").notNull().default(emptyJson),
    metrics: jsonb("metrics").notNull().default(emptyJson),
    plannedSampleSize: integer("planned_sample_size"),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    /** The arm that was decided for, and why; `kept`: its settings hold for everybody. */
    decision: text("decision"),
    reason: text("reason"),
    kept: boolean("kept").notNull().default(false),
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
    /** The chance of this arm, where shares adapt. */
    propensity: doublePrecision("propensity"),
    /** What the visitor did since, and in the 30 days before: kept by a trigger on `events`. */
    lastSessionId: text("last_session_id").notNull().default(""),
    sessions: integer("sessions").notNull().default(0),
    impressions: integer("impressions").notNull().default(0),
    clicks: integer("clicks").notNull().default(0),
    carts: integer("carts").notNull().default(0),
    orders: integer("orders").notNull().default(0),
    revenueMinor: bigint("revenue_minor", { mode: "number" }).notNull().default(0),
    tookMs: bigint("took_ms", { mode: "number" }).notNull().default(0),
    timed: integer("timed").notNull().default(0),
    /** Of the impressions: those of rails that another ranker ordered than the one that the arm names. */
    standIns: integer("stand_ins").notNull().default(0),
    /** Clicks on the first and the second ranker's choices, where two fill one list. */
    firstCredits: integer("first_credits").notNull().default(0),
    secondCredits: integer("second_credits").notNull().default(0),
    clicksBefore: integer("clicks_before").notNull().default(0),
    cartsBefore: integer("carts_before").notNull().default(0),
    ordersBefore: integer("orders_before").notNull().default(0),
    revenueBeforeMinor: bigint("revenue_before_minor", { mode: "number" }).notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.experimentId, table.visitorId] }),
    index("exposures_arm").on(table.experimentId, table.arm),
    index("exposures_visitor").on(table.shopId, table.visitorId),
  ],
);

/** What an experiment looked like over time: its results as they were read. */
export const experimentLooks = pgTable(
  "experiment_looks",
  {
    shopId: shopId(),
    experimentId: uuid("experiment_id")
      .notNull()
      .references(() => experiments.id, { onDelete: "cascade" }),
    at: instant("at").notNull(),
    result: jsonb("result").notNull(),
  },
  (table) => [primaryKey({ columns: [table.experimentId, table.at] })],
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
