import { ProblemError } from "@slipstream/contracts/problems";
import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Env } from "../env.ts";

const CONNECT_TIMEOUT_SECONDS = 3;
/** SQLSTATE classes and driver codes that mean: the database is away, not: the query is wrong. */
const away =
  /^(08|53|57P|CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)/;

const dialect = new PgDialect();

export type ShopTransaction = Parameters<Parameters<PostgresJsDatabase["transaction"]>[0]>[0];

/**
 * PostgreSQL for one request (or one Durable Object): connects at the first query, through
 * Hyperdrive. Its connections end with the request; Hyperdrive keeps those behind it.
 */
export class Database {
  readonly #connectionString: string;
  readonly #idleTimeoutSeconds: number | undefined;
  #drizzle: (PostgresJsDatabase & { $client: postgres.Sql }) | undefined;
  #stamp: SQL | undefined;

  constructor(env: Env, options: { idleTimeoutSeconds?: number } = {}) {
    this.#connectionString = env.HYPERDRIVE.connectionString;
    this.#idleTimeoutSeconds = options.idleTimeoutSeconds;
  }

  /**
   * From now on `stamp` runs at the end of each transaction, in it: what is written commits together
   * with the note that it was. Undefined: no longer.
   */
  stampWrites(stamp: SQL | undefined): void {
    this.#stamp = stamp;
  }

  /**
   * Runs `work` in a transaction that sees only the rows of `shop` (row-level security). Throws
   * ProblemError `database_unavailable` when there is no connection.
   */
  async withShop<T>(shop: string, work: (transaction: ShopTransaction) => Promise<T>): Promise<T> {
    return this.#guard((database) =>
      database.transaction(async (transaction) => {
        // Not awaited on its own: the first query of `work` goes out behind it. `then` sends it:
        // drizzle's queries start only when somebody waits for them.
        // Its value is written out, as the driver asks the server to describe a query that has
        // parameters before it runs it: a round trip for nothing.
        const named = transaction
          .execute(sql`select set_config('app.shop', ${shop}, true)`.inlineParams())
          .then(() => {});
        const [, result] = await Promise.all([named, work(transaction)]);
        if (this.#stamp) await transaction.execute(this.#stamp);
        return result;
      }),
    );
  }

  /**
   * Runs statements as one transaction of `shop`, in a single round trip: for what must be fast and
   * needs no look at the answers in between. Their values are written out (strings, numbers,
   * booleans, null). Answers the rows of each. Throws ProblemError `database_unavailable`.
   */
  async atOnce(shop: string, statements: readonly SQL[]): Promise<unknown[][]> {
    const named = sql`select set_config('app.shop', ${shop}, true)`;
    const text = [named, ...statements, ...(this.#stamp ? [this.#stamp] : [])]
      .map((statement) => dialect.sqlToQuery(statement.inlineParams()).sql)
      .join(";\n");
    return this.#guard(async ({ $client }) => {
      const [, ...results] = (await $client.unsafe(text)) as unknown as Iterable<unknown>[];
      return results.slice(0, statements.length).map((rows) => [...rows]);
    });
  }

  /** For what belongs to no shop: the list of shops itself. */
  async withoutShop<T>(work: (database: PostgresJsDatabase) => Promise<T>): Promise<T> {
    return this.#guard(work);
  }

  async #guard<T>(
    work: (database: PostgresJsDatabase & { $client: postgres.Sql }) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(this.#open());
    } catch (error) {
      // What was named already may have to do with another part that is away.
      if (!(error instanceof ProblemError) && isAway(error)) {
        throw new ProblemError("database_unavailable", { retryAfterSeconds: 5, cause: error });
      }
      throw error;
    }
  }

  #open(): PostgresJsDatabase & { $client: postgres.Sql } {
    if (!this.#drizzle) {
      const client = postgres(this.#connectionString, {
        max: 5,
        fetch_types: false,
        prepare: false,
        onnotice: () => {},
        connect_timeout: CONNECT_TIMEOUT_SECONDS,
        ...(this.#idleTimeoutSeconds ? { idle_timeout: this.#idleTimeoutSeconds } : {}),
      });
      this.#drizzle = drizzle({ client });
    }
    return this.#drizzle;
  }
}

function isAway(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && away.test(String(cause.code))) return true;
    if (/proxy request failed|cannot connect|Network connection lost/i.test(cause.message)) {
      return true;
    }
  }
  return false;
}
