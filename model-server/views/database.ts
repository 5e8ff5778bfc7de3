import { shops } from "@slipstream/migrations/schema";
import { asc, sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";

/** Long loads run on few connections: the model server reads at its start and hardly ever later. */
const MAX_CONNECTIONS = 4;
const CONNECT_TIMEOUT_SECONDS = 5;
/** For what is under way; what only waits for a connection ends as soon as it has one. */
const CLOSE_TIMEOUT_SECONDS = 3;

export type Queries = Pick<PostgresJsDatabase, "select" | "execute">;
export type Transaction = Parameters<Parameters<PostgresJsDatabase["transaction"]>[0]>[0];

/** PostgreSQL as the model server and the registry use it: rows of one shop at a time. */
export class Database {
  readonly #client: postgres.Sql;
  readonly #drizzle: PostgresJsDatabase;
  #isClosing = false;

  /** `prepare: false` works through pgbouncer's transaction mode as well. */
  constructor(url: string) {
    this.#client = postgres(url, {
      max: MAX_CONNECTIONS,
      prepare: false,
      fetch_types: false,
      connect_timeout: CONNECT_TIMEOUT_SECONDS,
      onnotice: () => {},
    });
    this.#drizzle = drizzle(this.#client);
  }

  /** Runs reads that see the rows of one shop (row-level security). */
  ofShop<T>(shop: string, read: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#drizzle.transaction(
      async (transaction) => {
        if (this.#isClosing) throw new Error("the database is being closed");
        await transaction.execute(sql`select set_config('app.shop', ${shop}, true)`);
        return await read(transaction);
      },
      { accessMode: "read only" },
    );
  }

  /** Changes rows of one shop in one transaction. */
  change<T>(shop: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#drizzle.transaction(async (transaction) => {
      await transaction.execute(sql`select set_config('app.shop', ${shop}, true)`);
      return await work(transaction);
    });
  }

  /** Reads of tables that belong to no shop. */
  get shared(): Queries {
    return this.#drizzle;
  }

  /** Ids of all shops, the oldest first. */
  async shops(): Promise<string[]> {
    const rows = await this.#drizzle
      .select({ id: shops.id })
      .from(shops)
      .orderBy(asc(shops.createdAt), asc(shops.id));
    return rows.map(({ id }) => id);
  }

  /** Ends what is under way as well. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#client.end({ timeout: CLOSE_TIMEOUT_SECONDS });
  }
}
