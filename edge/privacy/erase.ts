import { ProblemError } from "@slipstream/contracts/problems";
import { deletions, reviews } from "@slipstream/migrations/schema";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import { sha256Hex } from "../digest.ts";
import { recountReviews } from "../reviews/recount.ts";
import { eraseVotes } from "../reviews/vote.ts";
import { anonymiseOrders, lockOrders, textArray } from "./anonymise-orders.ts";
import type { Erasable } from "./erasable.ts";
import type { Subject } from "./subject.ts";

/**
 * Takes a person out of PostgreSQL, and leaves word for those who clean what lies behind it: the
 * log, the archive, Redis, the learnt numbers. Orders stay, without the person. Answers the id of
 * the receipt. Throws `orders_under_way` (somebody still has to send them something), `already_so`
 * (nothing is kept about them).
 */
export async function erase(transaction: ShopTransaction, person: Erasable): Promise<string> {
  const { userId, visitorIds, cartId } = person;
  const known = userId !== undefined || visitorIds.length > 0 || cartId !== undefined;
  if (!known) throw nothingKept();
  const orders = await lockOrders(transaction, person);
  if (orders.underWay > 0) {
    const detail = `${orders.underWay} of your orders ${orders.underWay === 1 ? "is" : "are"} still under way: we need your address until they are sent`;
    throw new ProblemError("orders_under_way", { detail });
  }
  const erased: Record<string, number> = {
    reviewVotes:
      userId === undefined ? 0 : await eraseVotes(transaction, { shop: person.shop, userId }),
    reviews: await eraseReviews(transaction, person),
    ordersAnonymised: orders.ids.length,
  };
  await anonymiseOrders(transaction, person, orders.ids);
  for (const [place, statement] of rowsOf(person)) {
    const rows = await run(transaction, sql`${statement} returning 1 as one`);
    erased[place] = rows.length;
  }
  await forgetInPassing(transaction, person);
  return writeWish(transaction, person, erased);
}

/**
 * Forgets what a person looked at, and what was learnt from it; account and orders stay as they are.
 * Answers the id of the receipt. Throws `already_so` (nobody followed them).
 */
export async function forgetHistory(
  transaction: ShopTransaction,
  { shop, visitorIds }: Subject,
): Promise<string> {
  if (visitorIds.length === 0) throw nothingKept();
  return writeWish(transaction, { shop, userId: undefined, visitorIds }, {});
}

function nothingKept(): ProblemError {
  return new ProblemError("already_so", { detail: "Nothing is kept about you" });
}

/** Leaves word of what is to be erased behind the database; the relay finds it there. */
async function writeWish(
  transaction: ShopTransaction,
  { shop, userId, visitorIds }: Subject,
  erased: Readonly<Record<string, number>>,
): Promise<string> {
  const id = uuidv7();
  await transaction.insert(deletions).values({
    id,
    shopId: shop,
    subjectHash: await sha256Hex([shop, userId ?? "", ...visitorIds].join("\u0000")),
    subject: { ...(userId === undefined ? {} : { userId }), visitorIds: [...visitorIds] },
    receipt: Object.fromEntries(Object.entries(erased).filter(([, count]) => count > 0)),
  });
  return id;
}

/** What one has written goes with its writer: words of people tell who they are. */
async function eraseReviews(
  transaction: ShopTransaction,
  { shop, userId }: Erasable,
): Promise<number> {
  if (userId === undefined) return 0;
  const gone = await transaction
    .delete(reviews)
    .where(and(eq(reviews.shopId, shop), eq(reviews.userId, userId)))
    .returning({ itemId: reviews.productId, state: reviews.state });
  const shown = gone.filter(({ state }) => state === "published").map(({ itemId }) => itemId);
  // In one order, so that two who leave at once do not wait for each other.
  for (const itemId of shown.sort()) await recountReviews(transaction, shop, itemId);
  return gone.length;
}

/** Deletions of rows by place, in an order that foreign keys allow. */
function rowsOf(person: Erasable): [place: string, statement: SQL][] {
  const { shop, userId, visitorIds, cartId } = person;
  const user = sql`${userId ?? null}::uuid`;
  const visitors = textArray(visitorIds);
  // An address that nobody proved may be another's: what came to it without the account stays.
  const email = sql`lower(${person.email ?? null})`;
  return [
    [
      "carts",
      sql`delete from carts where shop_id = ${shop} and (user_id = ${user} or (user_id is null
        and (visitor_id = any(${visitors}) or id = ${cartId ?? null}::uuid)))`,
    ],
    [
      "letters",
      sql`delete from mails where shop_id = ${shop}
        and (user_id = ${user} or lower(recipient) = ${email})`,
    ],
    [
      "notices",
      sql`delete from notices where shop_id = ${shop}
        and (user_id = ${user} or lower(email::text) = ${email})`,
    ],
    ["wishlist", sql`delete from wishlist where shop_id = ${shop} and user_id = ${user}`],
    ["addresses", sql`delete from addresses where shop_id = ${shop} and user_id = ${user}`],
    ["sessions", sql`delete from sessions where shop_id = ${shop} and user_id = ${user}`],
    [
      "visitorLinks",
      sql`delete from visitor_links where shop_id = ${shop}
        and (user_id = ${user} or visitor_id = any(${visitors}))`,
    ],
    [
      "consents",
      sql`delete from consents where shop_id = ${shop} and visitor_id = any(${visitors})`,
    ],
    [
      "exposures",
      sql`delete from exposures where shop_id = ${shop} and visitor_id = any(${visitors})`,
    ],
    [
      "userFeatures",
      sql`delete from user_features where shop_id = ${shop} and (user_id = any(${visitors})
        or user_id = ${userId ?? null})`,
    ],
    ["account", sql`delete from users where shop_id = ${shop} and id = ${user}`],
  ];
}

/** Where the person is only mentioned: facts on their way to the log, and the audit. */
async function forgetInPassing(transaction: ShopTransaction, person: Erasable): Promise<void> {
  const { shop, userId, visitorIds } = person;
  const nobody = JSON.stringify({ visitorId: uuidv7() });
  await run(
    transaction,
    sql`
      update outbox set payload = (payload - 'userId') || ${nobody}::jsonb
      where shop_id = ${shop} and kind = 'event' and (payload ->> 'userId' = ${userId ?? null}
        or payload ->> 'visitorId' = any(${textArray(visitorIds)}))`,
  );
  if (userId === undefined) return;
  await run(transaction, sql`select slipstream_forget_in_audit(${userId}::uuid)`);
}
