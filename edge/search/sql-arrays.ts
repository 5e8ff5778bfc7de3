import { type SQL, sql } from "drizzle-orm";

/** Texts as an array of PostgreSQL, each a parameter: the driver knows no types of arrays. */
export function textArray(values: readonly string[]): SQL {
  if (values.length === 0) return sql`'{}'::text[]`;
  const parameters = values.map((value) => sql`${value}`);
  return sql`array[${sql.join(parameters, sql`, `)}]::text[]`;
}
