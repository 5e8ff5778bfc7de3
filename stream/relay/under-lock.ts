import type postgres from "postgres";
import type { Database } from "../archive/database.ts";
import { inShop } from "../archive/in-shop.ts";

/**
 * Runs `work` in a transaction that sees one shop, unless another process does the same work for
 * this shop at the moment: then undefined is answered. The lock ends with the transaction, so it
 * holds through pgbouncer, and a process that dies leaves none behind.
 */
export function underLock<T>(
  database: Database,
  { shop, lane }: { shop: string; lane: string },
  work: (transaction: postgres.TransactionSql) => Promise<T>,
): Promise<T | undefined> {
  const name = `slipstream:${lane}:${shop}`;
  return database.use((sql) =>
    inShop(sql, shop, async (transaction) => {
      const [row] = await transaction`
        select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as held`;
      return row?.held ? await work(transaction) : undefined;
    }),
  ) as Promise<T | undefined>;
}
