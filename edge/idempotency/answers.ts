import { idempotencyKeys } from "@slipstream/migrations/schema";
import { and, eq, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { Database, ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";

const KEPT_HOURS = 24;
/** A request that has not ended by then never will: its worker is gone. */
const ABANDONED_SECONDS = 60;

/** One request with a key. */
export interface Asked {
  database: Database;
  shop: string;
  scope: string;
  key: string;
  requestHash: string;
}

/** A request that is ours to do: no answer is known, and whoever began it before us is gone. */
export interface Place extends Asked {
  /** When we began, as PostgreSQL writes it. Who was overtaken has another time. */
  since: string;
}

/** A first answer; without a status it is not known yet. */
export interface Known {
  requestHash: string;
  status: number | null;
  body: string | null;
  /** What it writes was committed long ago, and its answer never came. */
  answerLost: boolean;
}

/**
 * Writes the request down as begun, in a transaction of its own, unless it is known. Answers since
 * when it is ours, or what is known. What was begun long ago and has committed nothing is ours too.
 */
export async function claim(asked: Asked): Promise<Place | Known> {
  const { database, shop, scope, key, requestHash } = asked;
  return database.withShop(shop, async (transaction) => {
    const abandoned = sql`now() - make_interval(secs => ${ABANDONED_SECONDS})`;
    const [ours] = await run<{ since: string }>(
      transaction,
      sql`
        insert into idempotency_keys as k (shop_id, scope, key, request_hash)
        values (${shop}, ${scope}, ${key}, ${requestHash})
        on conflict (shop_id, scope, key) do update set request_hash = excluded.request_hash,
          status = null, body = null, done_at = null, created_at = now()
        where k.created_at < now() - make_interval(hours => ${KEPT_HOURS})
          or (k.status is null and k.done_at is null and k.created_at < ${abandoned})
        returning k.created_at::text as since`,
    );
    if (ours) return { ...asked, ...ours };
    const [known] = await transaction
      .select({
        requestHash: idempotencyKeys.requestHash,
        status: idempotencyKeys.status,
        body: sql<string | null>`${idempotencyKeys.body} #>> '{}'`,
        answerLost: sql<boolean>`coalesce(${idempotencyKeys.doneAt} < ${abandoned}, false)`,
      })
      .from(idempotencyKeys)
      .where(keyIs(asked));
    // Forgotten in between: its first asker failed just now, and may ask again.
    return known ?? { requestHash, status: null, body: null, answerLost: false };
  });
}

/**
 * Notes in a transaction that the request has written something, if it has. Fails with SQLSTATE
 * SL409 where the request was taken for abandoned, and somebody else does it now.
 */
export function stampOf({ shop, scope, key, since }: Place): SQL {
  return sql`select slipstream_mark_done(${shop}, ${scope}, ${key}, ${since}::timestamptz)`;
}

/** Keeps the first answer, unless somebody else does the request now. */
export async function keep(
  transaction: ShopTransaction,
  place: Place,
  answer: { status: number; body: string },
): Promise<void> {
  await transaction.update(idempotencyKeys).set(answer).where(placeIs(place));
}

/**
 * As if it had never been asked: after a failure. Where something was written all the same (the
 * answer to a commit can be lost), `otherwise` is kept, so that it is not done twice.
 */
export async function forget(
  place: Place,
  otherwise: { status: number; body: string },
): Promise<void> {
  await place.database.withShop(place.shop, async (transaction) => {
    await transaction
      .delete(idempotencyKeys)
      .where(and(placeIs(place), isNull(idempotencyKeys.doneAt)));
    await transaction
      .update(idempotencyKeys)
      .set(otherwise)
      .where(and(placeIs(place), isNull(idempotencyKeys.status)));
  });
}

/** Takes away what is older than answers are kept. */
export async function sweepAnswers(transaction: ShopTransaction, shop: string): Promise<void> {
  const before = sql`now() - make_interval(hours => ${KEPT_HOURS})`;
  await transaction
    .delete(idempotencyKeys)
    .where(and(eq(idempotencyKeys.shopId, shop), lt(idempotencyKeys.createdAt, before)));
}

function keyIs({ shop, scope, key }: Asked) {
  return and(
    eq(idempotencyKeys.shopId, shop),
    eq(idempotencyKeys.scope, scope),
    eq(idempotencyKeys.key, key),
  );
}

function placeIs(place: Place) {
  return and(keyIs(place), sql`${idempotencyKeys.createdAt} = ${place.since}::timestamptz`);
}
