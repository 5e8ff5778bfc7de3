import {
  boolean,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { citext, createdAt, id, instant, shopId, updatedAt } from "./columns.ts";

export const role = pgEnum("role", ["buyer", "seller", "admin", "ops"]);

export const users = pgTable(
  "users",
  {
    id: id(),
    shopId: shopId(),
    email: citext("email").notNull(),
    name: text("name").notNull().default(""),
    passwordHash: text("password_hash"),
    /** The visitor id that all of this user's events go under. */
    visitorId: text("visitor_id").notNull(),
    totpSecret: text("totp_secret"),
    totpEnabled: boolean("totp_enabled").notNull().default(false),
    locale: text("locale"),
    emailVerifiedAt: instant("email_verified_at"),
    disabledAt: instant("disabled_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [uniqueIndex("users_email").on(table.shopId, table.email)],
);

export const userRoles = pgTable(
  "user_roles",
  {
    shopId: shopId(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: role("role").notNull(),
    grantedAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.role] })],
);

/** Signed-in sessions: a family of rotating refresh tokens each. */
export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    shopId: shopId(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    userAgent: text("user_agent"),
    createdAt: createdAt(),
    lastSeenAt: instant("last_seen_at"),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    revokedReason: text("revoked_reason"),
  },
  (table) => [index("sessions_user").on(table.userId)],
);

/** Each refresh token ever given: a second use of one revokes its session. */
export const refreshTokens = pgTable(
  "refresh_tokens",
  {
    hash: text("hash").primaryKey(),
    shopId: shopId(),
    sessionId: uuid("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    issuedAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (table) => [index("refresh_tokens_session").on(table.sessionId)],
);

/** One-time tokens sent by mail: password reset, verification. */
export const mailTokens = pgTable("mail_tokens", {
  hash: text("hash").primaryKey(),
  shopId: shopId(),
  userId: uuid("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  purpose: text("purpose").notNull(),
  expiresAt: instant("expires_at").notNull(),
  usedAt: instant("used_at"),
});

/** Which visitors (cookies) were found to be which user: `identify` links them. */
export const visitorLinks = pgTable(
  "visitor_links",
  {
    shopId: shopId(),
    visitorId: text("visitor_id").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    linkedAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.visitorId] })],
);

export const addresses = pgTable(
  "addresses",
  {
    id: id(),
    shopId: shopId(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    line1: text("line1").notNull(),
    line2: text("line2"),
    city: text("city").notNull(),
    postcode: text("postcode").notNull(),
    region: text("region"),
    country: text("country").notNull(),
    phone: text("phone"),
    position: integer("position").notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [index("addresses_user").on(table.userId)],
);
