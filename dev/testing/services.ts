import { join } from "node:path";
import { afterAll, inject } from "vitest";
import type { DatabaseUrls } from "../services/databases.ts";
import { type NatsUrls, startNats } from "../services/nats.ts";
import { type RedisUrls, startRedis } from "../services/redis.ts";
import { portOf, Restartable } from "../services/restartable.ts";
import type { TestDatabaseKind } from "./shared-postgres.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Which services a test file wants. */
export interface TestServicesOptions {
  /** A database of its own: `true` or `"migrated"` with the whole schema, `"empty"` without. */
  postgres?: boolean | TestDatabaseKind;
  /** A Redis server of its own, in memory. */
  redis?: boolean;
  /** A NATS server of its own, with JetStream (no streams yet) and WebSocket. */
  nats?: boolean;
}

type Wanted<Option, T> = Option extends true | string ? T : undefined;

/** What a test file got; a part that was not asked for is undefined, in the type as well. */
export interface TestServices<Options extends TestServicesOptions> {
  /** `appUrl` for what serves, `ownerUrl` for seeds, `adminUrl` to look past row-level security. */
  postgres: Wanted<Options["postgres"], DatabaseUrls>;
  /** `redis.urls.url`; `stop`, `kill` and `start` for tests of outages (memory is lost). */
  redis: Wanted<Options["redis"], Restartable<RedisUrls>>;
  /** `nats.urls.url`, `.wsUrl`; `stop`, `kill` and `start` for tests of outages (data stays). */
  nats: Wanted<Options["nats"], Restartable<NatsUrls>>;
  /** A temporary folder of this test file. */
  folder: string;
}

/**
 * Real services for one test file. Call it once, at the top level of the file, not in a hook:
 *
 *     const services = await startTestServices({ postgres: true, nats: true });
 *     test("…", async () => { await connect({ servers: services.nats.urls.url }); … });
 *
 * Nothing is shared with other files, so streams, keys and rows may have any names. Redis and NATS
 * start in less than 100 ms; the database is a copy (30 ms) in one PostgreSQL that the run shares
 * (2 s for the first file that asks). All of it is stopped after the file's last test, and also when
 * the run is interrupted or killed.
 *
 * For tests inside workerd, where no process can be started, use `openTestServices` in the global
 * set-up and provide the addresses.
 */
export async function startTestServices<const Options extends TestServicesOptions>(
  options: Options,
): Promise<TestServices<Options>> {
  const opened = await openTestServices(options, databasesOfThisRun());
  afterAll(opened.stop);
  return opened.services;
}

/** Where databases come from. */
export interface TestDatabases {
  createDatabase(kind: TestDatabaseKind): Promise<DatabaseUrls>;
  dropDatabase(urls: DatabaseUrls): Promise<void>;
}

/**
 * The same for a global set-up or a program: the caller stops them. `databases` is a
 * `SharedPostgres` that the caller made and stops.
 */
export async function openTestServices<const Options extends TestServicesOptions>(
  options: Options,
  databases: TestDatabases,
): Promise<{ services: TestServices<Options>; stop: () => Promise<void> }> {
  const folder = temporaryFolder();
  const kind = options.postgres === true ? "migrated" : options.postgres || undefined;
  const [postgres, redis, nats] = await Promise.all([
    kind && databases.createDatabase(kind),
    options.redis ? openRedis(folder) : undefined,
    options.nats ? openNats(folder) : undefined,
  ]);
  const stop = async () => {
    await Promise.all([nats?.stop(), redis?.stop(), postgres && databases.dropDatabase(postgres)]);
  };
  return { services: { postgres, redis, nats, folder } as TestServices<Options>, stop };
}

function openRedis(folder: string): Promise<Restartable<RedisUrls>> {
  return Restartable.start<RedisUrls>((earlier) =>
    startRedis({
      dataDir: join(folder, "redis"),
      logFile: join(folder, "redis.log"),
      durable: false,
      port: earlier && portOf(earlier.url),
    }),
  );
}

function openNats(folder: string): Promise<Restartable<NatsUrls>> {
  return Restartable.start<NatsUrls>((earlier) =>
    startNats({
      dataDir: join(folder, "nats"),
      logFile: join(folder, "nats.log"),
      durable: false,
      ports: earlier?.monitorUrl
        ? {
            client: portOf(earlier.url),
            websocket: portOf(earlier.wsUrl),
            monitor: portOf(earlier.monitorUrl),
          }
        : undefined,
    }),
  );
}

/** Databases from the PostgreSQL that Vitest's main process keeps (postgres.setup.ts). */
function databasesOfThisRun(): TestDatabases {
  const call = async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${inject("testDatabasesUrl")}${path}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`No test database: ${JSON.stringify(answer)}`);
    return answer;
  };
  return {
    createDatabase: async (kind) => (await call("/create", { kind })) as DatabaseUrls,
    dropDatabase: async (urls) => void (await call("/drop", urls)),
  };
}
