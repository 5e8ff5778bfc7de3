import { execFile } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { requireBinary } from "./binaries.ts";
import { startChild } from "./child.ts";
import { type DatabaseUser, databaseUser, makeDatabaseDir } from "./database-user.ts";
import {
  asAdmin,
  type DatabaseUrls,
  databaseUrls,
  ensureDatabase,
  ensureExtensions,
  ensureRoles,
} from "./databases.ts";
import { stopLeftover } from "./leftover.ts";
import { freePort } from "./ports.ts";
import { type Place, type Service, withFreePorts } from "./service.ts";
import { StartFailure } from "./start-failure.ts";

const MIN_VERSION = 150_000;

export interface PostgresOptions extends Place {
  /** A free port where absent. */
  port?: number;
  /** Sync to disk at commit. Without it a crash of the machine may lose or break everything. */
  durable: boolean;
  /** Made, with its extensions, when it is missing. */
  database: string;
  /** An instance that runs already (DATABASE_URL, DATABASE_OWNER_URL): used as it is. */
  external?: { appUrl: string; ownerUrl?: string };
}

/**
 * A PostgreSQL server on 127.0.0.1 that trusts local connections, with the roles
 * `slipstream_owner` and `slipstream_app`, and one database of the owner. As root it runs as the
 * user `postgres`. First start about 2 s, later ones 0.3 s.
 * @throws StartFailure `binary_missing`, `no_database_user`, `child_failed`, `not_reachable`
 */
export async function startPostgres(options: PostgresOptions): Promise<Service<DatabaseUrls>> {
  if (options.external) return useRunningPostgres(options.external);
  const command = requireBinary("postgres");
  const user = databaseUser();
  const dataDir = join(makeDatabaseDir(options.dataDir, user), "cluster");
  await ensureCluster({ command, dataDir, user, durable: options.durable });
  await stopLeftover({
    pidFile: join(dataDir, "postmaster.pid"),
    mark: "postgres",
    signal: "SIGINT",
  });
  return withFreePorts(options.port !== undefined, async () => {
    const port = options.port ?? (await freePort());
    const server = databaseUrls({ port, database: "postgres" });
    const child = await startChild({
      name: "PostgreSQL",
      command,
      args: ["-D", dataDir, ...serverSettings({ port, durable: options.durable })],
      cwd: dataDir,
      logFile: options.logFile,
      user,
      ready: () => asAdmin(server.adminUrl, async (sql) => (await sql`select 1`).length === 1),
      // SIGTERM would wait for clients to leave; SIGINT disconnects them and shuts down cleanly.
      stopSignal: "SIGINT",
    });
    const urls = databaseUrls({ port, database: options.database });
    try {
      await asAdmin(server.adminUrl, async (sql) => {
        await ensureRoles(sql);
        await ensureDatabase(sql, { database: options.database });
      });
      await asAdmin(urls.adminUrl, ensureExtensions);
    } catch (error) {
      await child.stop();
      throw error;
    }
    return { urls, child, stop: child.stop };
  });
}

/** Makes the data folder; an interrupted first start leaves no half-made one behind. */
async function ensureCluster(options: {
  command: string;
  dataDir: string;
  user?: DatabaseUser;
  durable: boolean;
}): Promise<void> {
  if (existsSync(options.dataDir)) return;
  const partial = `${options.dataDir}.partial`;
  rmSync(partial, { recursive: true, force: true });
  const initdb = join(dirname(options.command), "initdb");
  const { stdout } = await promisify(execFile)(initdb, ["--version"]);
  const major = Number(/(\d+)/.exec(stdout)?.[1] ?? 0);
  // Collation by code point, the same on every machine; 17 has it without the system's locales.
  const locale =
    major >= 17
      ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
      : ["--locale=C.UTF-8"];
  const args = ["-D", partial, "-U", "postgres", "-A", "trust", "-E", "UTF8", ...locale];
  try {
    await promisify(execFile)(initdb, [...args, ...(options.durable ? [] : ["--no-sync"])], {
      ...options.user,
      cwd: dirname(partial),
    });
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartFailure("child_failed", `PostgreSQL's initdb failed: ${reason}`, {
      cause: error,
    });
  }
  renameSync(partial, options.dataDir);
}

function serverSettings(options: { port: number; durable: boolean }): string[] {
  const settings: Record<string, string> = {
    port: String(options.port),
    listen_addresses: "127.0.0.1",
    // Socket paths have a length limit that deep project folders exceed; TCP does for all.
    unix_socket_directories: "",
    max_connections: "400",
    shared_buffers: "256MB",
    // Compiling expressions costs more than the short queries of a shop take.
    jit: "off",
    random_page_cost: "1.1",
    log_min_messages: "warning",
    ...(options.durable
      ? { wal_compression: "on", checkpoint_timeout: "15min", max_wal_size: "2GB" }
      : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

async function useRunningPostgres(external: {
  appUrl: string;
  ownerUrl?: string;
}): Promise<Service<DatabaseUrls>> {
  const ownerUrl = external.ownerUrl ?? external.appUrl;
  for (const [variable, url] of [
    ["DATABASE_URL", external.appUrl],
    ["DATABASE_OWNER_URL", ownerUrl],
  ] as const) {
    try {
      await asAdmin(url, async (sql) => {
        const [row] = await sql`select current_setting('server_version_num')::int as version`;
        if (Number(row?.version) < MIN_VERSION) throw new Error("it is older than version 15");
        if (url === ownerUrl) await ensureExtensions(sql);
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StartFailure(
        "not_reachable",
        `${variable} names a PostgreSQL that cannot be used: ${reason}. Start it, or unset ${variable} for a private one.`,
        { cause: error },
      );
    }
  }
  const urls = { adminUrl: ownerUrl, ownerUrl, appUrl: external.appUrl };
  return { urls, stop: async () => {} };
}
