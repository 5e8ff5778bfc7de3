import { type Column, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Queries } from "./database.ts";

/** Columns by the names that they have in the rows of a JSON page. */
export function named<Name extends string>(
  columns: Readonly<Record<Name, Column | SQL>>,
): Record<Name, SQL.Aliased> {
  const entries = Object.entries<Column | SQL>(columns);
  return Object.fromEntries(
    entries.map(([name, column]) => [name, sql`${column}`.as(name)]),
  ) as Record<Name, SQL.Aliased>;
}

/**
 * The rows of a query, in its order, as one JSON text that the database makes: thousands of rows are
 * read so in a fraction of the time that they take one by one. Numbers of any size are numbers, times
 * are ISO text, JSON is itself.
 */
export async function readJsonPage<Row>(queries: Queries, rows: SQLWrapper): Promise<Row[]> {
  const found = await queries.execute<{ page: Row[] | null }>(
    sql`select json_agg(page) as page from ${rows} as page`,
  );
  return found[0]?.page ?? [];
}
