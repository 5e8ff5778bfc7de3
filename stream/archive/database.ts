import postgres from "postgres";

const CONNECTIONS = 3;
const CONNECT_TIMEOUT_SECONDS = 5;
/** No statement of ours takes longer; one that does hangs. */
const LIMIT_MS = 30_000;

/** PostgreSQL did not answer within LIMIT_MS. */
class DatabaseTimeout extends Error {
  override readonly name = "DatabaseTimeout";
  readonly code = "database_timeout";
}

/**
 * PostgreSQL, for a process that has to outlive it. After any failure the next use makes a new
 * client: a connection of postgres 3.4 that died while a write was buffered never sends again
 * (porsager/postgres issues 1154 and 1208), and so a pool may hang for ever.
 */
export class Database {
  readonly #url: string;
  #client: postgres.Sql | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** Runs `work` with the client. Rejects with what failed, or when it takes too long. */
  async use<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
    this.#client ??= connect(this.#url);
    const client = this.#client;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new DatabaseTimeout(`PostgreSQL did not answer in ${LIMIT_MS} ms`)),
        LIMIT_MS,
      );
    });
    try {
      return await Promise.race([work(client), late]);
    } catch (error) {
      this.#drop(client);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Lets go of the client: the next use connects anew. */
  reset(): void {
    if (this.#client !== undefined) this.#drop(this.#client);
  }

  async close(): Promise<void> {
    await this.#client?.end({ timeout: 1 });
  }

  #drop(client: postgres.Sql): void {
    if (this.#client === client) this.#client = undefined;
    client.end({ timeout: 0 }).catch(() => undefined);
  }
}

/** True for what a dying connection of postgres 3.4 throws where nobody can catch it. */
export function isStrayDatabaseError(error: unknown): boolean {
  const stack = error instanceof TypeError ? (error.stack ?? "") : "";
  return stack.includes("nextWrite") && stack.includes("/postgres/");
}

function connect(url: string): postgres.Sql {
  return postgres(url, {
    max: CONNECTIONS,
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    // pgbouncer shares server connections between transactions.
    prepare: false,
    fetch_types: false,
    onnotice: () => undefined,
  });
}
