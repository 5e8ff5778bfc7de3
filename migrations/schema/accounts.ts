import { sql } from "drizzle-orm";
import {
  boolean,
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
    /** The time step of the last one-time code taken: none is taken twice. */
    totpLastStep: integer("totp_last_step"),
    /** SHA-256 of the codes that stand in for a lost device; each is taken out when used. */
    recoveryHashes: text("recovery_hashes").array().notNull().default([]),
    passwordChangedAt: instant("password_changed_at"),
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
  (table) => [
    index("refresh_tokens_session").on(table.sessionId),
    index("refresh_tokens_expiry").on(table.shopId, table.expiresAt),
  ],
);

/** One-time tokens sent by mail: for a new password, or to prove an address. */
export const mailTokens = pgTable("mail_tokens", {
  hash: text("hash").primaryKey(),
  shopId: shopId(),
  userId: uuid("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  purpose: text("purpose").notNull(),
  /** The address that it proves. */
  email: citext("email"),
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

/** Keys that sign access tokens. The private half lies sealed under the installation's secret. */
export const signingKeys = pgTable(
  "signing_keys",
  {
    shopId: shopId(),
    kid: text("kid").notNull(),
    algorithm: text("algorithm").notNull(),
    publicJwk: jsonb("public_jwk").$type<Record<string, unknown>>().notNull(),
    sealedPrivate: text("sealed_private").notNull(),
    createdAt: createdAt(),
    /** Signs no longer; verifies until its last token has expired. */
    retiredAt: instant("retired_at"),
  },
  (table) => [primaryKey({ columns: [table.shopId, table.kid] })],
);

/** Letters of the shop: written in the transaction of their cause, sent afterwards. */
export const mails = pgTable(
  "mails",
  {
    id: id(),
    shopId: shopId(),
    userId: uuid("user_id"),
    recipient: text("recipient").notNull(),
    subject: text("subject").notNull(),
    text: text("text").notNull(),
    html: text("html").notNull(),
    template: text("template").notNull(),
    createdAt: createdAt(),
    attempts: integer("attempts").notNull().default(0),
    sentAt: instant("sent_at"),
    failure: text("failure"),
  },
  (table) => [
    index("mails_shop").on(table.shopId, table.createdAt),
    // Sent letters have no words any more; those that have are few.
    index("mails_words").on(table.shopId, table.createdAt).where(sql`text <> ''`),
  ],
);

/** Who sells in the shop. The id is the user's. */
export const sellers = pgTable(
  "sellers",
  {
    id: id(),
    shopId: shopId(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    /** The shop's share of each sale, in hundredths of a percent. */
    commissionBasisPoints: integer("commission_basis_points").notNull().default(1_000),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex("sellers_slug").on(table.shopId, table.slug)],
);

/** What a member keeps for later. */
export const wishlist = pgTable(
  "wishlist",
  {
    shopId: shopId(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    productId: text("product_id").notNull(),
    addedAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.productId] })],
);

/** "Tell me when": back in stock, or cheaper than `priceMinor`. */
export const notices = pgTable(
  "notices",
  {
    id: id(),
    shopId: shopId(),
    userId: uuid("user_id").references(() => users.id, { onDelete: "cascade" }),
    email: citext("email").notNull(),
    /** In which they are written to. */
    language: text("language").notNull().default("en"),
    kind: text("kind").$type<"back_in_stock" | "price_drop">().notNull(),
    productId: text("product_id").notNull(),
    sku: text("sku").notNull(),
    priceMinor: integer("price_minor"),
    createdAt: createdAt(),
    /** When a guest followed the link in the letter; a member's is confirmed from the start. */
    confirmedAt: instant("confirmed_at"),
    sentAt: instant("sent_at"),
  },
  (table) => [
    uniqueIndex("notices_once").on(table.shopId, table.kind, table.sku, table.email),
    index("notices_product").on(table.shopId, table.productId),
  ],
);

/** What was erased at whose wish, as evidence: nothing in it identifies the person. */
export const deletions = pgTable(
  "deletions",
  {
    id: id(),
    shopId: shopId(),
    /** Hash of the user's or visitor's id. */
    subjectHash: text("subject_hash").notNull(),
    /** The ids still to be erased; emptied when all is done. */
    subject: jsonb("subject").$type<{ userId?: string; visitorIds: string[] } | null>(),
    requestedAt: createdAt(),
    finishedAt: instant("finished_at"),
    /** Counts of what was erased, by place. */
    receipt: jsonb("receipt").$type<Record<string, number>>(),
  },
  (table) => [index("deletions_open").on(table.shopId, table.finishedAt)],
);
