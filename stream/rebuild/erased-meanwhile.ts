import type { Database } from "../archive/database.ts";
import { inShop } from "../archive/in-shop.ts";

/** What became of wishes to be forgotten since a rebuild began. */
export type Erasures =
  | "none"
  /** Somebody is about to be erased, or being erased. */
  | "open"
  /** Somebody was erased: what was read before may speak of them. */
  | "done";

/** The database's own time. */
export async function databaseTime(database: Database): Promise<Date> {
  const [row] = await database.use((sql) => sql<{ now: Date }[]>`select now() as now`);
  return row?.now ?? new Date();
}

/** Looks at the wishes of all shops since a time on the database's clock. */
export async function readErasures(database: Database, since: Date): Promise<Erasures> {
  const shops = await database.use((sql) => sql<{ id: string }[]>`select id from shops`);
  let found: Erasures = "none";
  for (const { id } of shops) {
    const [row] = await database.use((sql) =>
      inShop(sql, id, async (transaction) => {
        return transaction<{ done: number; open: number }[]>`
          select count(*) filter (where finished_at >= ${since})::int as done,
            count(*) filter (where finished_at is null and subject is not null)::int as open
          from deletions where shop_id = ${id}`;
      }),
    );
    if ((row?.done ?? 0) > 0) return "done";
    if ((row?.open ?? 0) > 0) found = "open";
  }
  return found;
}
