import postgres from "postgres";

/** Long loads run on few connections: the model server only reads, and only at its start. */
const MAX_CONNECTIONS = 4;
const CONNECT_TIMEOUT_SECONDS = 5;

export type Database = postgres.Sql;
export type Transaction = postgres.TransactionSql;

/** Clients of our own; `prepare: false` works through pgbouncer's transaction mode as well. */
export function openDatabase(url: string): Database {
  return postgres(url, {
    max: MAX_CONNECTIONS,
    prepare: false,
    fetch_types: false,
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    onnotice: () => {},
  });
}

/** Runs reads that see the rows of one shop (row-level security). */
export async function readOfShop<T>(
  database: Database,
  shop: string,
  read: (sql: Transaction) => Promise<T>,
): Promise<T> {
  const result = await database.begin("read only", async (sql) => {
    await sql`select set_config('app.shop', ${shop}, true)`;
    return { value: await read(sql) };
  });
  return result.value as T;
}

/** Ids of all shops. */
export async function readShops(database: Database): Promise<string[]> {
  const rows = await database<{ id: string }[]>`select id from shops order by created_at, id`;
  return rows.map(({ id }) => id);
}
