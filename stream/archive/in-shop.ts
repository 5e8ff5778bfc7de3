import type postgres from "postgres";

/** Runs `work` in a transaction in which one shop's rows are all that there is. */
export function inShop<T>(
  sql: postgres.Sql,
  shop: string,
  work: (transaction: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  return sql.begin(async (transaction) => {
    await enterShop(transaction, shop);
    return work(transaction);
  }) as Promise<T>;
}

/** From here on this shop's rows are all that the transaction sees. */
export async function enterShop(transaction: postgres.TransactionSql, shop: string): Promise<void> {
  await transaction`select set_config('app.shop', ${shop}, true)`;
}
