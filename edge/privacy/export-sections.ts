import {
  addresses,
  cartLines,
  carts,
  consents,
  exposures,
  mails,
  notices,
  orderEvents,
  orderLines,
  orderReturns,
  orders,
  payments,
  refunds,
  reviews,
  reviewVotes,
  sessions,
  shipments,
  userFeatures,
  userRoles,
  users,
  visitorLinks,
  wishlist,
} from "@slipstream/migrations/schema";
import { and, eq, getTableColumns, inArray, isNull, or, type SQL } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import type { Subject } from "./subject.ts";

/** One part of an export: its name, and how its rows are read. */
export interface ExportSection {
  name: string;
  read: (transaction: ShopTransaction) => Promise<unknown[]>;
}

/**
 * Everything that PostgreSQL holds of a person but the archive, which is too long for one look.
 * Secrets (hashes of passwords and tokens, the key of the one-time codes) are the shop's locks, not
 * facts about anybody: they stay.
 */
export function exportSections(subject: Subject): ExportSection[] {
  const { userId } = subject;
  const visitorIds = [...subject.visitorIds];
  const ofVisitors: ExportSection[] = [
    {
      name: "consents",
      read: (tx) => tx.select().from(consents).where(inArray(consents.visitorId, visitorIds)),
    },
    {
      name: "experiments",
      read: (tx) => tx.select().from(exposures).where(inArray(exposures.visitorId, visitorIds)),
    },
    {
      name: "features",
      read: (tx) =>
        tx
          .select({ features: userFeatures.features, updatedAt: userFeatures.updatedAt })
          .from(userFeatures)
          .where(inArray(userFeatures.userId, visitorIds)),
    },
  ];
  const shopping = [...cartSections(subject), ...orderSections(subject)];
  return [
    ...(userId === undefined ? [] : memberSections(userId)),
    ...(visitorIds.length === 0 ? [] : ofVisitors),
    ...shopping,
  ];
}

function memberSections(userId: string): ExportSection[] {
  const {
    passwordHash: _password,
    totpSecret: _totp,
    totpLastStep: _step,
    recoveryHashes: _codes,
    ...profile
  } = getTableColumns(users);
  // Without its words: they may hold a link that proves whoever opens it to have the address.
  const { text: _text, html: _html, ...letter } = getTableColumns(mails);
  return [
    { name: "profile", read: (tx) => tx.select(profile).from(users).where(eq(users.id, userId)) },
    {
      name: "roles",
      read: (tx) => tx.select().from(userRoles).where(eq(userRoles.userId, userId)),
    },
    {
      name: "sessions",
      read: (tx) => tx.select().from(sessions).where(eq(sessions.userId, userId)),
    },
    {
      name: "visitors",
      read: (tx) => tx.select().from(visitorLinks).where(eq(visitorLinks.userId, userId)),
    },
    {
      name: "addresses",
      read: (tx) => tx.select().from(addresses).where(eq(addresses.userId, userId)),
    },
    {
      name: "wishlist",
      read: (tx) => tx.select().from(wishlist).where(eq(wishlist.userId, userId)),
    },
    { name: "reviews", read: (tx) => tx.select().from(reviews).where(eq(reviews.userId, userId)) },
    {
      name: "reviewVotes",
      read: (tx) => tx.select().from(reviewVotes).where(eq(reviewVotes.userId, userId)),
    },
    { name: "notices", read: (tx) => tx.select().from(notices).where(eq(notices.userId, userId)) },
    {
      name: "letters",
      read: (tx) => tx.select(letter).from(mails).where(eq(mails.userId, userId)),
    },
  ];
}

function cartSections({ userId, visitorIds }: Subject): ExportSection[] {
  const theirs = owned(carts, userId, visitorIds);
  if (!theirs) return [];
  return [
    { name: "carts", read: (tx) => tx.select().from(carts).where(theirs) },
    {
      name: "cartLines",
      read: (tx) =>
        tx
          .select(getTableColumns(cartLines))
          .from(cartLines)
          .innerJoin(carts, eq(carts.id, cartLines.cartId))
          .where(theirs),
    },
  ];
}

function orderSections({ userId, visitorIds }: Subject): ExportSection[] {
  const theirs = owned(orders, userId, visitorIds);
  if (!theirs) return [];
  const { accessHash: _hash, ...order } = getTableColumns(orders);
  const { action: _action, ...payment } = getTableColumns(payments);
  const ofOrders = [
    { name: "orderLines", table: orderLines },
    { name: "orderEvents", table: orderEvents },
    { name: "shipments", table: shipments },
    { name: "returns", table: orderReturns },
  ] as const;
  return [
    { name: "orders", read: (tx) => tx.select(order).from(orders).where(theirs) },
    ...ofOrders.map(({ name, table }) => ({
      name,
      read: (tx: ShopTransaction) =>
        tx
          .select(getTableColumns(table))
          .from(table)
          .innerJoin(orders, eq(orders.id, table.orderId))
          .where(theirs),
    })),
    {
      name: "payments",
      read: (tx) =>
        tx
          .select(payment)
          .from(payments)
          .innerJoin(orders, eq(orders.id, payments.orderId))
          .where(theirs),
    },
    {
      name: "refunds",
      read: (tx) =>
        tx
          .select(getTableColumns(refunds))
          .from(refunds)
          .innerJoin(payments, eq(payments.id, refunds.paymentId))
          .innerJoin(orders, eq(orders.id, payments.orderId))
          .where(theirs),
    },
  ];
}

/**
 * Rows of the member, or of one of the person's visitors and of no member: a browser's cookie must
 * not open what a member has. Undefined where there is neither.
 */
function owned(
  table: typeof carts | typeof orders,
  userId: string | undefined,
  visitorIds: readonly string[],
): SQL | undefined {
  return or(
    userId === undefined ? undefined : eq(table.userId, userId),
    visitorIds.length === 0
      ? undefined
      : and(isNull(table.userId), inArray(table.visitorId, [...visitorIds])),
  );
}
