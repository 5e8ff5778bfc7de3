import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, emptyJson, id, instant, shopId } from "./columns.ts";

/** The shops (tenants) of this installation. Readable by all: it resolves a host to a shop. */
export const shops = pgTable("shops", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  /** Host names, without port, that this shop answers at. */
  hosts: text("hosts").array().notNull(),
  currency: text("currency").notNull(),
  locale: text("locale").notNull().default("en-GB"),
  /** The shoppers' behaviour is simulated; said wherever figures of it are shown. */
  simulated: boolean("simulated").notNull().default(false),
  /** Where the data comes from, for people: dataset, licence. */
  provenance: text("provenance").notNull().default(""),
  /** The same in other languages than the shop's own, by language. */
  translations: jsonb("translations")
    .$type<Readonly<Record<string, { provenance: string }>>>()
    .notNull()
    .default(emptyJson),
  settings: jsonb("settings").notNull().default(emptyJson),
  createdAt: createdAt(),
});

/** Keys for servers: only the SHA-256 of a key is kept. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: id(),
    shopId: shopId(),
    name: text("name").notNull(),
    /** Lower-case hex SHA-256 of the whole key. */
    hash: text("hash").notNull(),
    /** The first letters, to tell keys apart. */
    prefix: text("prefix").notNull(),
    scopes: text("scopes").array().notNull(),
    rateLimitPerSecond: integer("rate_limit_per_second"),
    createdAt: createdAt(),
    lastUsedAt: instant("last_used_at"),
    revokedAt: instant("revoked_at"),
  },
  (table) => [uniqueIndex("api_keys_hash").on(table.hash), index("api_keys_shop").on(table.shopId)],
);

/** Who changed what, when: appended, never changed. */
export const audit = pgTable(
  "audit",
  {
    id: id(),
    shopId: shopId(),
    actorId: uuid("actor_id"),
    actorKind: text("actor_kind").notNull(),
    action: text("action").notNull(),
    resource: text("resource").notNull(),
    resourceId: text("resource_id"),
    before: jsonb("before"),
    after: jsonb("after"),
    reason: text("reason"),
    at: createdAt(),
  },
  (table) => [index("audit_resource").on(table.shopId, table.resource, table.resourceId)],
);
