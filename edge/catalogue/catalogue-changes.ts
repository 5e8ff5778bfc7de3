import { categories, products, shippingMethods } from "@slipstream/migrations/schema";
import { eq, gt, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { asOffered } from "../pricing/as-offered.ts";

/** Transactions may commit in another order than their times say, by this much. */
const OVERLAP_MS = 10_000;

/** A product and when it last changed, in microseconds. */
export interface Change {
  id: string;
  visible: boolean;
  changedAt: number;
}

const changeColumns = {
  id: products.id,
  visible: sql<boolean>`${products.status} = 'published'`,
  changedAt: sql`(extract(epoch from ${products.updatedAt}) * 1000000)::bigint`.mapWith(Number),
};

/**
 * Whether any product changed since that version. Counts where `readChanges` would bring home: after
 * an import thousands of products changed at one time, and would come again at every look.
 */
export async function hasChanged(transaction: ShopTransaction, version: string): Promise<boolean> {
  const seconds = sql.raw(String(OVERLAP_MS / 1000));
  const [row] = await transaction.execute<{ edge: string }>(sql`
    select concat(coalesce((extract(epoch from newest.at) * 1000000)::bigint, 0), '.', (
      select count(*) from ${products}
      where ${products.updatedAt} > newest.at - make_interval(secs => ${seconds}))) as edge
    from (select max(${products.updatedAt}) as at from ${products}) newest`);
  return !version.startsWith(`${row?.edge}.`);
}

/** What changed since shortly before that time, in microseconds; everything where none is given. */
export async function readChanges(
  transaction: ShopTransaction,
  changedAt?: number,
): Promise<Change[]> {
  const since = changedAt === undefined ? undefined : new Date(changedAt / 1000 - OVERLAP_MS);
  return transaction
    .select(changeColumns)
    .from(products)
    .where(since && gt(products.updatedAt, since))
    .orderBy(products.updatedAt, products.id);
}

/** How soon goods arrive, in working days, by the way of delivery that is offered first. */
export async function readDelivery(
  transaction: ShopTransaction,
): Promise<{ minDays: number; maxDays: number } | undefined> {
  const [row] = await transaction
    .select({ minDays: shippingMethods.minDays, maxDays: shippingMethods.maxDays })
    .from(shippingMethods)
    .where(eq(shippingMethods.active, true))
    .orderBy(...asOffered)
    .limit(1);
  return row;
}

/** What the tree of categories and the delivery look like, as a short text that changes with them. */
export async function readTree(transaction: ShopTransaction): Promise<string> {
  const [row] = await transaction
    .select({
      tree: sql<string>`md5(concat(string_agg(concat_ws(chr(31), slug, name, description, tint,
        coalesce(parent_slug, ''), position, translations), chr(30) order by slug), (
        select concat(min_days, '-', max_days) from ${shippingMethods}
        where active order by ${sql.join(asOffered, sql`, `)} limit 1)))`,
    })
    .from(categories);
  return row?.tree ?? "";
}

/**
 * The greatest time of change, and how many products changed just before it: a change that is
 * committed late, with an earlier time, counts as well. And the tree: its changes have no time.
 */
export function versionOf(
  changes: readonly Change[],
  { changedAt, tree }: { changedAt: number; tree: string },
): string {
  const edge = changedAt - OVERLAP_MS * 1000;
  const near = changes.filter((change) => change.changedAt > edge).length;
  return `${changedAt}.${near}.${tree.slice(0, 8)}`;
}
