import { idempotencyKeys } from "@slipstream/migrations/schema";
import { and, eq, lt, sql } from "drizzle-orm";
import type { Database, ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";

const KEPT_HOURS = 24;
/** A request that has not ended by then never will: its worker is gone. */
const ABANDONED_SECONDS = 60;

/** One request with a key. */
export interface Place {
  database: Database;
  shop: string;
  scope: string;
  key: string;
  requestHash: string;
}

/** `ours`: nobody asked this before. Else what is known; without a status it is not done yet. */
export type Claim = "ours" | { requestHash: string; status: number | null; body: string | null };

/** Writes the request down as begun, in a transaction of its own, unless it is known. */
export async function claim({ database, shop, scope, key, requestHash }: Place): Promise<Claim> {
  return database.withShop(shop, async (transaction) => {
    const [taken] = await run<{ ours: boolean }>(
      transaction,
      sql`
        insert into idempotency_keys as k (shop_id, scope, key, request_hash)
        values (${shop}, ${scope}, ${key}, ${requestHash})
        on conflict (shop_id, scope, key) do update
        set request_hash = excluded.request_hash, status = null, body = null, created_at = now()
        where k.created_at < now() - make_interval(hours => ${KEPT_HOURS})
          or (k.status is null and k.created_at < now() - make_interval(secs => ${ABANDONED_SECONDS}))
        returning true as ours`,
    );
    if (taken) return "ours";
    const [known] = await transaction
      .select({
        requestHash: idempotencyKeys.requestHash,
        status: idempotencyKeys.status,
        body: sql<string | null>`${idempotencyKeys.body} #>> '{}'`,
      })
      .from(idempotencyKeys)
      .where(placeIs({ shop, scope, key }));
    // Forgotten in between: its first asker failed just now, and may ask again.
    return known ?? { requestHash, status: null, body: null };
  });
}

/** Keeps the first answer. */
export async function keep(place: Place, status: number, body: string): Promise<void> {
  await place.database.withShop(place.shop, (transaction) =>
    transaction.update(idempotencyKeys).set({ status, body }).where(placeIs(place)),
  );
}

/** As if it had never been asked. */
export async function forget(place: Place): Promise<void> {
  await place.database.withShop(place.shop, (transaction) =>
    transaction.delete(idempotencyKeys).where(placeIs(place)),
  );
}

/** Takes away what is older than answers are kept. */
export async function sweepAnswers(transaction: ShopTransaction, shop: string): Promise<void> {
  const before = sql`now() - make_interval(hours => ${KEPT_HOURS})`;
  await transaction
    .delete(idempotencyKeys)
    .where(and(eq(idempotencyKeys.shopId, shop), lt(idempotencyKeys.createdAt, before)));
}

function placeIs({ shop, scope, key }: Pick<Place, "shop" | "scope" | "key">) {
  return and(
    eq(idempotencyKeys.shopId, shop),
    eq(idempotencyKeys.scope, scope),
    eq(idempotencyKeys.key, key),
  );
}
