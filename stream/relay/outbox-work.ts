import type postgres from "postgres";
import { inShop } from "../archive/in-shop.ts";

/** What one shop's database has for the relay. */
export interface OutboxWork {
  shop: string;
  /** When the oldest fact, and the oldest change, was written; undefined: none waits. */
  factsSince: Date | undefined;
  changesSince: Date | undefined;
  /** People whose data is to be erased. */
  deletions: number;
}

/** The shops that have work, asked in one round trip. */
export async function readOutboxWork(sql: postgres.Sql): Promise<OutboxWork[]> {
  const rows = await sql<
    {
      shop: string;
      facts_since: Date | null;
      changes_since: Date | null;
      deletions: number;
    }[]
  >`select shop, facts_since, changes_since, deletions from slipstream_outbox_work()`;
  return rows.map((row) => ({
    shop: row.shop,
    factsSince: row.facts_since ?? undefined,
    changesSince: row.changes_since ?? undefined,
    deletions: row.deletions,
  }));
}

/** Rows of the outboxes of all shops. */
export async function readOutboxDepth(sql: postgres.Sql): Promise<number> {
  const shops = await sql<{ id: string }[]>`select id from shops`;
  let depth = 0;
  for (const { id } of shops) {
    const [row] = await inShop(sql, id, async (transaction) => {
      return transaction`select count(*) as rows from outbox where shop_id = ${id}`;
    });
    depth += Number(row?.rows);
  }
  return depth;
}
