import { sql } from "drizzle-orm";
import { customType, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** The shop that a row belongs to; row-level security compares it with the session's shop. */
export const shopId = () => text("shop_id").notNull();
/** A UUIDv7 made by whoever writes the row. */
export const id = () => uuid("id").primaryKey();
export const createdAt = () =>
  timestamp("created_at", { withTimezone: true }).notNull().defaultNow();
export const updatedAt = () =>
  timestamp("updated_at", { withTimezone: true }).notNull().defaultNow();
export const instant = (name: string) => timestamp(name, { withTimezone: true });

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
});
export const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
export const citext = customType<{ data: string }>({ dataType: () => "citext" });

export const emptyJson = sql`'{}'::jsonb`;
export const emptyArray = sql`'[]'::jsonb`;
