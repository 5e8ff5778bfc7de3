import { type EventType, eventTypes, eventWeights } from "@slipstream/contracts/event-types";
import type { Known } from "@slipstream/contracts/privacy-api";
import {
  addresses,
  events,
  notices,
  orders,
  products,
  reviews,
  reviewVotes,
  users,
  wishlist,
} from "@slipstream/migrations/schema";
import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Database, ShopTransaction } from "../database/database.ts";
import type { Settings } from "../env.ts";
import { log } from "../log.ts";
import { type Remembered, readRemembered } from "./remembered.ts";
import type { Subject } from "./subject.ts";

const MAX_RECENT = 24;
const MAX_INTERESTS = 8;

/** What the shop knows of a person, in short and with the names of things. */
export async function whatIsKnown(
  parts: { database: Database; settings: Settings; catalogue: Catalogue },
  subject: Subject,
  consent: Known["consent"],
): Promise<Known> {
  const { database, settings, catalogue } = parts;
  const [stored, remembered] = await Promise.all([
    database.withShop(subject.shop, (transaction) => readStored(transaction, subject)),
    readRemembered(settings, subject).catch((error: unknown) => {
      log("warn", "what Redis remembers could not be told", { error });
      return undefined;
    }),
  ]);
  const recent = newest(remembered ?? []);
  const hiddenIds = (remembered ?? []).flatMap(({ hidden }) => hidden);
  const factor = remembered?.find((each) => each.factor !== undefined)?.factor;
  const cards = await catalogue.cards([...recent.map(({ itemId }) => itemId), ...hiddenIds]);
  const productOf = (itemId: string) => {
    const product = cards.get(itemId);
    return product ? { product } : {};
  };
  return {
    consent,
    ...stored,
    interests: interestsOf(stored.perCategory, catalogue),
    recent: recent.map(({ itemId, type, occurredAt }) => ({
      itemId,
      type,
      at: new Date(occurredAt).toISOString(),
      ...productOf(itemId),
    })),
    hidden: hiddenIds.map((itemId) => ({ itemId, ...productOf(itemId) })),
    ...(factor ? { taste: { numbers: factor.vector.length } } : {}),
    complete: remembered !== undefined,
  };
}

function newest(remembered: readonly Remembered[]) {
  return remembered
    .flatMap(({ recent }) => recent)
    .sort((one, other) => other.occurredAt - one.occurredAt)
    .slice(0, MAX_RECENT);
}

async function readStored(transaction: ShopTransaction, subject: Subject) {
  const { shop, userId, visitorIds } = subject;
  const theirs = and(eq(events.shopId, shop), inArray(events.visitorId, [...visitorIds]));
  const [member, counts, perType, perCategory] = await Promise.all([
    userId === undefined ? undefined : readMember(transaction, userId),
    userId === undefined ? {} : readCounts(transaction, { shop, userId }),
    visitorIds.length === 0
      ? []
      : transaction
          .select({ type: events.type, count: sql<number>`count(*)::int` })
          .from(events)
          .where(theirs)
          .groupBy(events.type),
    visitorIds.length === 0
      ? []
      : transaction
          .select({
            category: products.categorySlug,
            type: events.type,
            count: sql<number>`count(*)::int`,
          })
          .from(events)
          .innerJoin(
            products,
            and(eq(products.shopId, events.shopId), eq(products.id, events.itemId)),
          )
          .where(and(theirs, isNotNull(events.itemId)))
          .groupBy(products.categorySlug, events.type),
  ]);
  const byType = new Map(perType.map(({ type, count }) => [type, count]));
  return {
    ...(member ? { member } : {}),
    counts,
    events: Object.fromEntries(
      eventTypes.flatMap((type) => {
        const count = byType.get(type);
        return count === undefined ? [] : [[type, count] as const];
      }),
    ) as Partial<Record<EventType, number>>,
    perCategory,
  };
}

async function readMember(transaction: ShopTransaction, userId: string) {
  const [row] = await transaction
    .select({ email: users.email, name: users.name, createdAt: users.createdAt })
    .from(users)
    .where(eq(users.id, userId));
  return row && { email: row.email, name: row.name, since: row.createdAt.toISOString() };
}

async function readCounts(
  transaction: ShopTransaction,
  { shop, userId }: { shop: string; userId: string },
): Promise<Record<string, number>> {
  const owned: readonly [name: string, table: PgTable, shopId: PgColumn, owner: PgColumn][] = [
    ["addresses", addresses, addresses.shopId, addresses.userId],
    ["orders", orders, orders.shopId, orders.userId],
    ["reviews", reviews, reviews.shopId, reviews.userId],
    ["reviewVotes", reviewVotes, reviewVotes.shopId, reviewVotes.userId],
    ["wishlist", wishlist, wishlist.shopId, wishlist.userId],
    ["notices", notices, notices.shopId, notices.userId],
  ];
  const counted = await Promise.all(
    owned.map(async ([name, table, shopColumn, owner]) => {
      const [row] = await transaction
        .select({ count: sql<number>`count(*)::int` })
        .from(table)
        .where(and(eq(shopColumn, shop), eq(owner, userId)));
      return [name, row?.count ?? 0] as const;
    }),
  );
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

/** Interest by category, in the weights by which the learner counts too. */
function interestsOf(
  perCategory: readonly { category: string; type: string; count: number }[],
  catalogue: Catalogue,
): Known["interests"] {
  const weights = new Map<string, number>();
  for (const { category, type, count } of perCategory) {
    const weight = eventWeights[type as EventType] ?? 0;
    weights.set(category, (weights.get(category) ?? 0) + weight * count);
  }
  const positive = [...weights].filter(([, weight]) => weight > 0);
  const total = positive.reduce((sum, [, weight]) => sum + weight, 0);
  const names = new Map(catalogue.categories.map(({ slug, name }) => [slug, name]));
  return positive
    .sort(([, one], [, other]) => other - one)
    .slice(0, MAX_INTERESTS)
    .map(([category, weight]) => ({
      category,
      name: names.get(category) ?? category,
      share: weight / total,
    }));
}
