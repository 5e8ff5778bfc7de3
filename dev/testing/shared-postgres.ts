import { join } from "node:path";
import { migrate } from "@slipstream/migrations/migrate";
import {
  asAdmin,
  type DatabaseUrls,
  databaseUrls,
  ensureDatabase,
  ensureExtensions,
} from "../services/databases.ts";
import { startPostgres } from "../services/postgres.ts";
import { portOf } from "../services/restartable.ts";
import type { Service } from "../services/service.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** `migrated`: a copy of a database that has the whole schema. `empty`: the extensions alone. */
export type TestDatabaseKind = "empty" | "migrated";

const TEMPLATES: Record<TestDatabaseKind, string> = {
  empty: "template_empty",
  migrated: "template_migrated",
};

/**
 * One PostgreSQL for all test files of a run: started when the first one asks for a database.
 * Copies of a template take about 30 ms; one at a time, since PostgreSQL refuses to copy a template
 * that somebody else is connected to.
 */
export class SharedPostgres {
  #server: Promise<Service<DatabaseUrls>> | undefined;
  #templates = new Map<TestDatabaseKind, Promise<void>>();
  #queue: Promise<unknown> = Promise.resolve();
  #count = 0;

  /** Makes a database for one test file. */
  createDatabase(kind: TestDatabaseKind): Promise<DatabaseUrls> {
    return this.#inTurn(async () => {
      const { adminUrl } = (await this.#start()).urls;
      await this.#template(adminUrl, kind);
      const database = `test_${++this.#count}`;
      await asAdmin(adminUrl, (sql) =>
        ensureDatabase(sql, { database, template: TEMPLATES[kind] }),
      );
      return databaseUrls({ port: portOf(adminUrl), database });
    });
  }

  /** Drops a database made here, disconnecting whoever still uses it. */
  dropDatabase(urls: DatabaseUrls): Promise<void> {
    return this.#inTurn(async () => {
      const { adminUrl } = (await this.#start()).urls;
      const database = new URL(urls.adminUrl).pathname.slice(1);
      await asAdmin(adminUrl, (sql) => sql`drop database if exists ${sql(database)} with (force)`);
    });
  }

  /** Stops the server if it was ever started. */
  async stop(): Promise<void> {
    await this.#queue;
    await (await this.#server)?.stop();
    this.#server = undefined;
    this.#templates.clear();
  }

  #start(): Promise<Service<DatabaseUrls>> {
    if (!this.#server) {
      const folder = temporaryFolder();
      this.#server = startPostgres({
        dataDir: join(folder, "postgres"),
        logFile: join(folder, "postgres.log"),
        durable: false,
        database: "admin",
      });
    }
    return this.#server;
  }

  #template(adminUrl: string, kind: TestDatabaseKind): Promise<void> {
    let made = this.#templates.get(kind);
    if (!made) {
      made = makeTemplate(adminUrl, kind);
      this.#templates.set(kind, made);
    }
    return made;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {});
    return result;
  }
}

async function makeTemplate(adminUrl: string, kind: TestDatabaseKind): Promise<void> {
  const database = TEMPLATES[kind];
  await asAdmin(adminUrl, (sql) => ensureDatabase(sql, { database }));
  const urls = databaseUrls({ port: portOf(adminUrl), database });
  await asAdmin(urls.adminUrl, ensureExtensions);
  if (kind === "migrated") await migrate({ ownerUrl: urls.ownerUrl });
}
